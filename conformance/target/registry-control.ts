import type { Registry } from '../registry/registry.ts';

/** The registry stand-in as a check steers it. Faults that a check sets are repaired when it has ended. */
export type RegistryControl = Omit<Registry, 'close'>;

/** The same registry, remembering which faults this user set; `repair` takes them back. */
export function createRegistryControl(registry: RegistryControl): {
  control: RegistryControl;
  repair: () => void;
} {
  const broken = new Set<string>();
  const control: RegistryControl = {
    ...registry,
    setFault: (target, fault) => {
      registry.setFault(target, fault);
      if (fault === null) broken.delete(target);
      else broken.add(target);
    },
  };
  const repair = (): void => {
    for (const target of broken) registry.setFault(target, null);
    broken.clear();
  };
  return { control, repair };
}
