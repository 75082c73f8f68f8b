// Written by "npm run generate" from openapi/. Do not edit.

import type * as types from './client/types.gen.ts';

/** One row per operation: what the router, the security check and the kit need to know of it. */
export const operations = {
  getHealth: {"operationId":"getHealth","method":"get","path":"/health","tag":"health","auth":"none","pathParams":[],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","500"],"errorCodes":["INTERNAL_ERROR"],"links":[]},
  getApiHealth: {"operationId":"getApiHealth","method":"get","path":"/api/v1/health","tag":"health","auth":"none","pathParams":[],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","500"],"errorCodes":["INTERNAL_ERROR"],"links":[]},
  getReadiness: {"operationId":"getReadiness","method":"get","path":"/api/v1/readiness","tag":"health","auth":"platform","pathParams":[],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":[]},
  createMachineIdentityChallenge: {"operationId":"createMachineIdentityChallenge","method":"post","path":"/api/v1/machine-identity/challenges","tag":"machines","auth":"platform","pathParams":[],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR","PEAQOS_IDENTITY_UNAVAILABLE","MACHINE_NOT_ACTIVATED"],"links":["createMachine"]},
  listMachines: {"operationId":"listMachines","method":"get","path":"/api/v1/machines","tag":"machines","auth":"platform","pathParams":[],"query":{"limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":[]},
  createMachine: {"operationId":"createMachine","method":"post","path":"/api/v1/machines","tag":"machines","auth":"platform","pathParams":[],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR","MACHINE_IDENTITY_PROOF_REQUIRED","MACHINE_IDENTITY_PROOF_INVALID","MACHINE_IDENTITY_PROOF_EXPIRED","MACHINE_IDENTITY_EXISTS","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getMachine","updateMachine","archiveMachine","listAgentPairings","createAgentPairingChallenge"]},
  getMachine: {"operationId":"getMachine","method":"get","path":"/api/v1/machines/{machineId}","tag":"machines","auth":"platform","pathParams":["machineId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":[]},
  archiveMachine: {"operationId":"archiveMachine","method":"delete","path":"/api/v1/machines/{machineId}","tag":"machines","auth":"platform","pathParams":["machineId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["204","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":[]},
  updateMachine: {"operationId":"updateMachine","method":"patch","path":"/api/v1/machines/{machineId}","tag":"machines","auth":"platform","pathParams":["machineId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_IDENTITY_IMMUTABLE","MACHINE_IDENTITY_EXISTS","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","MACHINE_IDENTITY_PROOF_REQUIRED","MACHINE_IDENTITY_PROOF_INVALID","MACHINE_IDENTITY_PROOF_EXPIRED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":[]},
  listAgentPairings: {"operationId":"listAgentPairings","method":"get","path":"/api/v1/machines/{machineId}/agent-pairings","tag":"pairings","auth":"platform","pathParams":["machineId"],"query":{"limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","409","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE"],"links":[]},
  createAgentPairing: {"operationId":"createAgentPairing","method":"post","path":"/api/v1/machines/{machineId}/agent-pairings","tag":"pairings","auth":"platform","pathParams":["machineId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","AGENT_PAIRING_PROOF_REQUIRED","AGENT_PAIRING_PROOF_INVALID","AGENT_PAIRING_PROOF_EXPIRED","AGENT_PAIRING_UNAVAILABLE","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","MACHINE_IDENTITY_PROOF_REQUIRED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getAgentPairing","updateAgentPairing","revokeAgentPairing","rotateAgentPairingSession"]},
  createAgentPairingChallenge: {"operationId":"createAgentPairingChallenge","method":"post","path":"/api/v1/machines/{machineId}/agent-pairings/challenges","tag":"pairings","auth":"platform","pathParams":["machineId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","MACHINE_IDENTITY_PROOF_REQUIRED","AGENT_PAIRING_UNAVAILABLE","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["createAgentPairing"]},
  getAgentPairing: {"operationId":"getAgentPairing","method":"get","path":"/api/v1/machines/{machineId}/agent-pairings/{pairingId}","tag":"pairings","auth":"platform+optional-pairing","pathParams":["machineId","pairingId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","409","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","MACHINE_NOT_ACTIVE"],"links":[]},
  revokeAgentPairing: {"operationId":"revokeAgentPairing","method":"delete","path":"/api/v1/machines/{machineId}/agent-pairings/{pairingId}","tag":"pairings","auth":"platform","pathParams":["machineId","pairingId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["204","400","401","404","409","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE"],"links":[]},
  updateAgentPairing: {"operationId":"updateAgentPairing","method":"patch","path":"/api/v1/machines/{machineId}/agent-pairings/{pairingId}","tag":"pairings","auth":"platform","pathParams":["machineId","pairingId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","AGENT_PAIRING_INACTIVE","MACHINE_NOT_ACTIVE"],"links":[]},
  rotateAgentPairingSession: {"operationId":"rotateAgentPairingSession","method":"post","path":"/api/v1/machines/{machineId}/agent-pairings/{pairingId}/sessions","tag":"pairings","auth":"platform","pathParams":["machineId","pairingId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","AGENT_PAIRING_PROOF_REQUIRED","AGENT_PAIRING_PROOF_INVALID","AGENT_PAIRING_PROOF_EXPIRED","AGENT_PAIRING_UNAVAILABLE","AGENT_PAIRING_INACTIVE","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","MACHINE_IDENTITY_PROOF_REQUIRED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getAgentPairing","revokeAgentPairing"]},
} as const;

export type OperationId = keyof typeof operations;

/** Request parts and success answers of every operation. Errors are thrown, never returned. */
export interface Operations {
  getHealth: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetHealthReplies[200] };
  };
  getApiHealth: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetApiHealthReplies[200] };
  };
  getReadiness: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetReadinessReplies[200] };
  };
  createMachineIdentityChallenge: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: NonNullable<types.CreateMachineIdentityChallengeOperation['body']>;
    reply: { status: 201; body: types.CreateMachineIdentityChallengeReplies[201] };
  };
  listMachines: {
    path: Record<string, never>;
    query: NonNullable<types.ListMachinesOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListMachinesReplies[200] };
  };
  createMachine: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: NonNullable<types.CreateMachineOperation['body']>;
    reply: { status: 201; body: types.CreateMachineReplies[201] };
  };
  getMachine: {
    path: NonNullable<types.GetMachineOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetMachineReplies[200] };
  };
  archiveMachine: {
    path: NonNullable<types.ArchiveMachineOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 204; body: undefined };
  };
  updateMachine: {
    path: NonNullable<types.UpdateMachineOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.UpdateMachineOperation['body']>;
    reply: { status: 200; body: types.UpdateMachineReplies[200] };
  };
  listAgentPairings: {
    path: NonNullable<types.ListAgentPairingsOperation['path']>;
    query: NonNullable<types.ListAgentPairingsOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListAgentPairingsReplies[200] };
  };
  createAgentPairing: {
    path: NonNullable<types.CreateAgentPairingOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.CreateAgentPairingOperation['body']>;
    reply: { status: 201; body: types.CreateAgentPairingReplies[201] };
  };
  createAgentPairingChallenge: {
    path: NonNullable<types.CreateAgentPairingChallengeOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.CreateAgentPairingChallengeOperation['body']>;
    reply: { status: 201; body: types.CreateAgentPairingChallengeReplies[201] };
  };
  getAgentPairing: {
    path: NonNullable<types.GetAgentPairingOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetAgentPairingReplies[200] };
  };
  revokeAgentPairing: {
    path: NonNullable<types.RevokeAgentPairingOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 204; body: undefined };
  };
  updateAgentPairing: {
    path: NonNullable<types.UpdateAgentPairingOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.UpdateAgentPairingOperation['body']>;
    reply: { status: 200; body: types.UpdateAgentPairingReplies[200] };
  };
  rotateAgentPairingSession: {
    path: NonNullable<types.RotateAgentPairingSessionOperation['path']>;
    query: Record<string, never>;
    body: types.RotateAgentPairingSessionOperation['body'];
    reply: { status: 201; body: types.RotateAgentPairingSessionReplies[201] };
  };
}
