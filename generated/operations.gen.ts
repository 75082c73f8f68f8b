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
  listRuntimeEndpoints: {"operationId":"listRuntimeEndpoints","method":"get","path":"/api/v1/machines/{machineId}/runtime-endpoints","tag":"runtime-endpoints","auth":"platform","pathParams":["machineId"],"query":{"limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","409","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":[]},
  getRuntimeEndpoint: {"operationId":"getRuntimeEndpoint","method":"get","path":"/api/v1/machines/{machineId}/runtime-endpoints/{providerKey}","tag":"runtime-endpoints","auth":"platform","pathParams":["machineId","providerKey"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","409","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":[]},
  upsertRuntimeEndpoint: {"operationId":"upsertRuntimeEndpoint","method":"put","path":"/api/v1/machines/{machineId}/runtime-endpoints/{providerKey}","tag":"runtime-endpoints","auth":"platform","pathParams":["machineId","providerKey"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getRuntimeEndpoint","deleteRuntimeEndpoint","upsertRuntimeEndpoint","listRuntimeEndpoints"]},
  deleteRuntimeEndpoint: {"operationId":"deleteRuntimeEndpoint","method":"delete","path":"/api/v1/machines/{machineId}/runtime-endpoints/{providerKey}","tag":"runtime-endpoints","auth":"platform","pathParams":["machineId","providerKey"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["204","400","401","403","404","409","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":[]},
  listPolicies: {"operationId":"listPolicies","method":"get","path":"/api/v1/policies","tag":"policies","auth":"platform","pathParams":[],"query":{"limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":["getPolicy"]},
  createPolicy: {"operationId":"createPolicy","method":"post","path":"/api/v1/policies","tag":"policies","auth":"platform","pathParams":[],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":["getPolicy","updatePolicy"]},
  getPolicy: {"operationId":"getPolicy","method":"get","path":"/api/v1/policies/{policyId}","tag":"policies","auth":"platform","pathParams":["policyId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":[]},
  updatePolicy: {"operationId":"updatePolicy","method":"patch","path":"/api/v1/policies/{policyId}","tag":"policies","auth":"platform","pathParams":["policyId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","404","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":[]},
  listSkills: {"operationId":"listSkills","method":"get","path":"/api/v1/skills","tag":"skills","auth":"platform","pathParams":[],"query":{"scope":"string","direction":"string","source":"string","limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":["getSkill","getSkillManifest","updateSkillConfig"]},
  getSkill: {"operationId":"getSkill","method":"get","path":"/api/v1/skills/{skillKey}","tag":"skills","auth":"platform","pathParams":["skillKey"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":["listMarketServices","getAdapter"]},
  getSkillManifest: {"operationId":"getSkillManifest","method":"get","path":"/api/v1/skills/{skillKey}/manifest","tag":"skills","auth":"platform","pathParams":["skillKey"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":[]},
  updateSkillConfig: {"operationId":"updateSkillConfig","method":"patch","path":"/api/v1/skills/{skillKey}/config","tag":"skills","auth":"platform","pathParams":["skillKey"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","404","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":["getSkill"]},
  listMarketServices: {"operationId":"listMarketServices","method":"get","path":"/api/v1/market/services","tag":"services","auth":"platform+optional-pairing","pathParams":[],"query":{"machineId":"string","serviceType":"string","executionMode":"string","providerKey":"string","limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","NOT_FOUND"],"links":["getMarketService"]},
  getMarketService: {"operationId":"getMarketService","method":"get","path":"/api/v1/market/services/{serviceId}","tag":"services","auth":"platform+optional-pairing","pathParams":["serviceId"],"query":{"machineId":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR"],"links":["getAdapter","getSkill","createMarketOrder","executeMarketService"]},
  executeMarketService: {"operationId":"executeMarketService","method":"post","path":"/api/v1/market/services/{serviceId}/execute","tag":"services","auth":"platform+pairing","pathParams":["serviceId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","402","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","AGENT_PAIRING_REQUIRED","AGENT_POLICY_DENIED","AGENT_SPEND_LIMIT_EXCEEDED","AGENT_DAILY_LIMIT_EXCEEDED","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE","PAYMENT_REQUIRED","EXECUTION_UNSUPPORTED"],"links":[]},
  listAdapters: {"operationId":"listAdapters","method":"get","path":"/api/v1/market/adapters","tag":"services","auth":"platform","pathParams":[],"query":{"providerKey":"string","serviceType":"string","limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","INTERNAL_ERROR"],"links":["getAdapter"]},
  getAdapter: {"operationId":"getAdapter","method":"get","path":"/api/v1/market/adapters/{providerKey}","tag":"services","auth":"platform","pathParams":["providerKey"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":["listMarketServices"]},
  createMarketSearch: {"operationId":"createMarketSearch","method":"post","path":"/api/v1/market/search","tag":"search","auth":"platform+pairing","pathParams":[],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","NOT_FOUND","AGENT_PAIRING_REQUIRED","AGENT_POLICY_DENIED","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","MACHINE_IDENTITY_PROOF_REQUIRED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getMarketSearch","getMarketService","createMarketOrder","executeMarketService"]},
  getMarketSearch: {"operationId":"getMarketSearch","method":"get","path":"/api/v1/market/searches/{searchId}","tag":"search","auth":"platform","pathParams":["searchId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":["createMarketOrder"]},
  listMarketOrders: {"operationId":"listMarketOrders","method":"get","path":"/api/v1/market/orders","tag":"orders","auth":"platform+optional-pairing","pathParams":[],"query":{"machineId":"string","limit":"integer","cursor":"string"},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","409","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","NOT_FOUND","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getMarketOrder"]},
  createMarketOrder: {"operationId":"createMarketOrder","method":"post","path":"/api/v1/market/orders","tag":"orders","auth":"platform+pairing","pathParams":[],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["201","400","401","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","NOT_FOUND","QUOTE_EXPIRED","AGENT_PAIRING_REQUIRED","AGENT_POLICY_DENIED","AGENT_SPEND_LIMIT_EXCEEDED","AGENT_DAILY_LIMIT_EXCEEDED","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getMarketOrder","getMarketOrderPayment","createPaymentIntent","executeMarketOrder","confirmMarketOrder","disputeMarketOrder"]},
  getMarketOrder: {"operationId":"getMarketOrder","method":"get","path":"/api/v1/market/orders/{orderId}","tag":"orders","auth":"platform+optional-pairing","pathParams":["orderId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","403","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR"],"links":["getMarketService","createPaymentIntent","executeMarketOrder","confirmMarketOrder","disputeMarketOrder"]},
  executeMarketOrder: {"operationId":"executeMarketOrder","method":"post","path":"/api/v1/market/orders/{orderId}/execute","tag":"orders","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["200","202","400","401","402","403","404","409","413","422","500","503"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","PAYMENT_REQUIRED","EXECUTION_UNSUPPORTED","AGENT_PAIRING_REQUIRED","AGENT_POLICY_DENIED","AGENT_SPEND_LIMIT_EXCEEDED","AGENT_DAILY_LIMIT_EXCEEDED","MACHINE_NOT_ACTIVE","MACHINE_NOT_ACTIVATED","PEAQOS_IDENTITY_UNAVAILABLE"],"links":["getMarketOrder","confirmMarketOrder","disputeMarketOrder"]},
  confirmMarketOrder: {"operationId":"confirmMarketOrder","method":"post","path":"/api/v1/market/orders/{orderId}/confirm","tag":"orders","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","ORDER_NOT_DELIVERED","AGENT_PAIRING_REQUIRED"],"links":["getMarketOrder","releasePayment","refundPayment"]},
  disputeMarketOrder: {"operationId":"disputeMarketOrder","method":"post","path":"/api/v1/market/orders/{orderId}/dispute","tag":"orders","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","AGENT_PAIRING_REQUIRED"],"links":["refundPayment"]},
  getMarketOrderPayment: {"operationId":"getMarketOrderPayment","method":"get","path":"/api/v1/market/orders/{orderId}/payment","tag":"payments","auth":"platform","pathParams":["orderId"],"query":{},"hasBody":false,"isBodyRequired":false,"responses":["200","400","401","404","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","INTERNAL_ERROR"],"links":["submitPaymentProof","lockEscrow","releasePayment","refundPayment"]},
  createPaymentIntent: {"operationId":"createPaymentIntent","method":"post","path":"/api/v1/market/orders/{orderId}/payment-intent","tag":"payments","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["200","201","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","AGENT_PAIRING_REQUIRED","AGENT_POLICY_DENIED","AGENT_SPEND_LIMIT_EXCEEDED","AGENT_DAILY_LIMIT_EXCEEDED"],"links":["getMarketOrder","getMarketOrderPayment","submitPaymentProof","lockEscrow","executeMarketOrder","refundPayment"]},
  submitPaymentProof: {"operationId":"submitPaymentProof","method":"post","path":"/api/v1/market/orders/{orderId}/payment-proof","tag":"payments","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","402","403","404","409","413","500","502"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","PAYMENT_RPC_REQUIRED","PAYMENT_RPC_ERROR","PAYMENT_NOT_MINED","PAYMENT_TX_FAILED","PAYMENT_TRANSFER_NOT_FOUND","AGENT_PAIRING_REQUIRED"],"links":["executeMarketOrder","refundPayment"]},
  lockEscrow: {"operationId":"lockEscrow","method":"post","path":"/api/v1/market/orders/{orderId}/payment/escrow-lock","tag":"payments","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":true,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","AGENT_PAIRING_REQUIRED"],"links":["executeMarketOrder","refundPayment"]},
  releasePayment: {"operationId":"releasePayment","method":"post","path":"/api/v1/market/orders/{orderId}/payment/release","tag":"payments","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_NOT_DELIVERED","ORDER_CLOSED","AGENT_PAIRING_REQUIRED"],"links":["getMarketOrder"]},
  refundPayment: {"operationId":"refundPayment","method":"post","path":"/api/v1/market/orders/{orderId}/payment/refund","tag":"payments","auth":"platform+pairing","pathParams":["orderId"],"query":{},"hasBody":true,"isBodyRequired":false,"responses":["200","400","401","403","404","409","413","500"],"errorCodes":["VALIDATION_ERROR","AUTH_REQUIRED","AUTH_INVALID","NOT_FOUND","AGENT_AUTH_REQUIRED","AGENT_AUTH_INVALID","AGENT_AUTH_EXPIRED","AGENT_PAIRING_INACTIVE","INTERNAL_ERROR","ORDER_CLOSED","AGENT_PAIRING_REQUIRED"],"links":["getMarketOrder"]},
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
  listRuntimeEndpoints: {
    path: NonNullable<types.ListRuntimeEndpointsOperation['path']>;
    query: NonNullable<types.ListRuntimeEndpointsOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListRuntimeEndpointsReplies[200] };
  };
  getRuntimeEndpoint: {
    path: NonNullable<types.GetRuntimeEndpointOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetRuntimeEndpointReplies[200] };
  };
  upsertRuntimeEndpoint: {
    path: NonNullable<types.UpsertRuntimeEndpointOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.UpsertRuntimeEndpointOperation['body']>;
    reply: { status: 200; body: types.UpsertRuntimeEndpointReplies[200] } | { status: 201; body: types.UpsertRuntimeEndpointReplies[201] };
  };
  deleteRuntimeEndpoint: {
    path: NonNullable<types.DeleteRuntimeEndpointOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 204; body: undefined };
  };
  listPolicies: {
    path: Record<string, never>;
    query: NonNullable<types.ListPoliciesOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListPoliciesReplies[200] };
  };
  createPolicy: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: NonNullable<types.CreatePolicyOperation['body']>;
    reply: { status: 201; body: types.CreatePolicyReplies[201] };
  };
  getPolicy: {
    path: NonNullable<types.GetPolicyOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetPolicyReplies[200] };
  };
  updatePolicy: {
    path: NonNullable<types.UpdatePolicyOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.UpdatePolicyOperation['body']>;
    reply: { status: 200; body: types.UpdatePolicyReplies[200] };
  };
  listSkills: {
    path: Record<string, never>;
    query: NonNullable<types.ListSkillsOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListSkillsReplies[200] };
  };
  getSkill: {
    path: NonNullable<types.GetSkillOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetSkillReplies[200] };
  };
  getSkillManifest: {
    path: NonNullable<types.GetSkillManifestOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetSkillManifestReplies[200] };
  };
  updateSkillConfig: {
    path: NonNullable<types.UpdateSkillConfigOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.UpdateSkillConfigOperation['body']>;
    reply: { status: 200; body: types.UpdateSkillConfigReplies[200] };
  };
  listMarketServices: {
    path: Record<string, never>;
    query: NonNullable<types.ListMarketServicesOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListMarketServicesReplies[200] };
  };
  getMarketService: {
    path: NonNullable<types.GetMarketServiceOperation['path']>;
    query: NonNullable<types.GetMarketServiceOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.GetMarketServiceReplies[200] };
  };
  executeMarketService: {
    path: NonNullable<types.ExecuteMarketServiceOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.ExecuteMarketServiceOperation['body']>;
    reply: { status: 200; body: types.ExecuteMarketServiceReplies[200] };
  };
  listAdapters: {
    path: Record<string, never>;
    query: NonNullable<types.ListAdaptersOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListAdaptersReplies[200] };
  };
  getAdapter: {
    path: NonNullable<types.GetAdapterOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetAdapterReplies[200] };
  };
  createMarketSearch: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: NonNullable<types.CreateMarketSearchOperation['body']>;
    reply: { status: 201; body: types.CreateMarketSearchReplies[201] };
  };
  getMarketSearch: {
    path: NonNullable<types.GetMarketSearchOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetMarketSearchReplies[200] };
  };
  listMarketOrders: {
    path: Record<string, never>;
    query: NonNullable<types.ListMarketOrdersOperation['query']>;
    body: undefined;
    reply: { status: 200; body: types.ListMarketOrdersReplies[200] };
  };
  createMarketOrder: {
    path: Record<string, never>;
    query: Record<string, never>;
    body: NonNullable<types.CreateMarketOrderOperation['body']>;
    reply: { status: 201; body: types.CreateMarketOrderReplies[201] };
  };
  getMarketOrder: {
    path: NonNullable<types.GetMarketOrderOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetMarketOrderReplies[200] };
  };
  executeMarketOrder: {
    path: NonNullable<types.ExecuteMarketOrderOperation['path']>;
    query: Record<string, never>;
    body: types.ExecuteMarketOrderOperation['body'];
    reply: { status: 200; body: types.ExecuteMarketOrderReplies[200] } | { status: 202; body: types.ExecuteMarketOrderReplies[202] };
  };
  confirmMarketOrder: {
    path: NonNullable<types.ConfirmMarketOrderOperation['path']>;
    query: Record<string, never>;
    body: types.ConfirmMarketOrderOperation['body'];
    reply: { status: 200; body: types.ConfirmMarketOrderReplies[200] };
  };
  disputeMarketOrder: {
    path: NonNullable<types.DisputeMarketOrderOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.DisputeMarketOrderOperation['body']>;
    reply: { status: 200; body: types.DisputeMarketOrderReplies[200] };
  };
  getMarketOrderPayment: {
    path: NonNullable<types.GetMarketOrderPaymentOperation['path']>;
    query: Record<string, never>;
    body: undefined;
    reply: { status: 200; body: types.GetMarketOrderPaymentReplies[200] };
  };
  createPaymentIntent: {
    path: NonNullable<types.CreatePaymentIntentOperation['path']>;
    query: Record<string, never>;
    body: types.CreatePaymentIntentOperation['body'];
    reply: { status: 200; body: types.CreatePaymentIntentReplies[200] } | { status: 201; body: types.CreatePaymentIntentReplies[201] };
  };
  submitPaymentProof: {
    path: NonNullable<types.SubmitPaymentProofOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.SubmitPaymentProofOperation['body']>;
    reply: { status: 200; body: types.SubmitPaymentProofReplies[200] };
  };
  lockEscrow: {
    path: NonNullable<types.LockEscrowOperation['path']>;
    query: Record<string, never>;
    body: NonNullable<types.LockEscrowOperation['body']>;
    reply: { status: 200; body: types.LockEscrowReplies[200] };
  };
  releasePayment: {
    path: NonNullable<types.ReleasePaymentOperation['path']>;
    query: Record<string, never>;
    body: types.ReleasePaymentOperation['body'];
    reply: { status: 200; body: types.ReleasePaymentReplies[200] };
  };
  refundPayment: {
    path: NonNullable<types.RefundPaymentOperation['path']>;
    query: Record<string, never>;
    body: types.RefundPaymentOperation['body'];
    reply: { status: 200; body: types.RefundPaymentReplies[200] };
  };
}
