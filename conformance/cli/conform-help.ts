export const conformHelp = `Usage: machine-markets conform [options]

Without --target the kit starts the server itself, with its own identity registry, once per toggle set.

What to test
  --target URL           a server that runs (black box): http://host:port, without /api/v1
  --spawn "COMMAND"      start this instead of our own server; it gets PORT, HOST and the toggles in its environment
  --matrix defaults|each one toggle set, or one for each toggle state that matters (default: defaults)
  --toggle NAME=VALUE    a toggle of the running target, or of every started server (repeatable); there also the
                         address of a provider (PEAQOS_PYTH_URL and the like) in place of its stand-in
  --api-key-file FILE    deployment keys of the running target, one a line
  --identities FILE      JSON: [{"identityRef": "did:peaq:77", "controllerKey": "0x…"}] (or controllerKeyFile)
  --service KIND=ID      the service for checks that need a free-read, paid, handoff, x402 or any one (repeatable);
                         otherwise the first fitting one of GET /market/services
  --payment-rpc-url URL  the node that the running target verifies payments on; with the next two
  --payment-token ADDR   a token on that chain
  --payer-key-file FILE  the private key of a wallet whose tokens the kit really transfers, a few units at a time

What counts
  --profile NAME|FILE    reference (our own server's default) or core (everybody else's default)
  --only ID|GROUP        only this (repeatable)          --skip ID=REASON   leave out, visibly (repeatable)
  --baseline FILE        known failures: [{id, reason, owner?, expires?}]
  --strict               a SHOULD that fails makes the run fail
  --read-only            send nothing but GET, HEAD and OPTIONS

How to run
  --concurrency N (4)   --timeout MS per request (10000)   --seed N (order of checks)   --bail   --quiet
  --report FORMAT=FILE   json or junit (repeatable); the terminal is always there

Exit codes
  0 conformant · 1 a MUST failed · 2 usage or configuration · 3 target unreachable or not ready
  4 inconclusive (a MUST untestable or skipped, stale baseline, nothing selected) · 5 the kit broke
  6 a secret was about to leak · 130 interrupted, with complete reports`;
