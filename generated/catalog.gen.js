// Written by "npm run generate" from src/providers/catalog/. Do not edit.
export const catalogFiles = [
 {
  "file": "aethir.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "aethir",
    "label": "Aethir",
    "companyName": "Aethir",
    "summary": "Rents enterprise GPUs for AI workloads.",
    "referenceUrl": "https://docs.aethir.com",
    "adapter": null,
    "credentialsBlock": "aethir",
    "authType": "api-key",
    "accessMode": "partner-approved",
    "executionMode": "external-handoff",
    "integrationStatus": "partner-required",
    "distribution": "docs-only",
    "maturity": "production",
    "listedBy": "machine-markets",
    "handoff": {
     "label": "Aethir",
     "url": "https://aethir.com",
     "notes": [
      "Capacity is agreed with Aethir before it can be used."
     ]
    },
    "values": [
     {
      "key": "ak",
      "env": "PEAQOS_AETHIR_AK",
      "kind": "secret",
      "required": true,
      "description": "Access key."
     },
     {
      "key": "sk",
      "env": "PEAQOS_AETHIR_SK",
      "kind": "secret",
      "required": true,
      "description": "Secret key."
     },
     {
      "key": "baseUrl",
      "env": "PEAQOS_AETHIR_URL",
      "kind": "url",
      "required": false,
      "description": "Address that Aethir gave you."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required",
      "external",
      "offchain-record"
     ],
     "required": false,
     "notes": [
      "Aethir bills its customer directly."
     ]
    },
    "setupSteps": [
     "Agree on capacity with Aethir.",
     "Keep the access key, secret key and address that Aethir hands out."
    ]
   },
   "skills": [
    {
     "key": "aethir-compute",
     "label": "Aethir GPU compute",
     "description": "Rents GPU servers from Aethir."
    }
   ],
   "services": [
    {
     "id": "aethir:gpu",
     "skillKey": "aethir-compute",
     "name": "Aethir GPU servers",
     "description": "Dedicated GPU servers for training and inference.",
     "serviceType": "compute.marketplace",
     "capabilities": [
      "gpu",
      "bare-metal",
      "training",
      "inference"
     ],
     "freshnessSeconds": 86400,
     "pricing": {
      "mode": "quote-required",
      "notes": []
     },
     "operationContracts": [
      {
       "operation": "request-capacity",
       "summary": "A person requests capacity from Aethir.",
       "inputFields": [
        {
         "key": "gpuModel",
         "type": "string",
         "description": "Such as H100."
        },
        {
         "key": "gpuCount",
         "type": "integer",
         "description": "Number of GPUs."
        },
        {
         "key": "hours",
         "type": "integer",
         "description": "Hours of use."
        }
       ],
       "outputFields": [],
       "exampleInput": {
        "gpuModel": "H100",
        "gpuCount": 8,
        "hours": 24
       },
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "agentic-market.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "agentic-market",
    "label": "Agentic Market",
    "companyName": null,
    "summary": "Services for agents listed by agentic.market, bought call by call over x402.",
    "referenceUrl": "https://agentic.market",
    "adapter": "x402",
    "credentialsBlock": "agenticMarket",
    "authType": "wallet",
    "accessMode": "public",
    "executionMode": "native",
    "integrationStatus": "native",
    "distribution": "openapi",
    "maturity": "beta",
    "listedBy": "machine-markets",
    "source": "external-marketplace",
    "values": [
     {
      "key": "sellerUrl",
      "env": "PEAQOS_AGENTIC_MARKET_URL",
      "kind": "url",
      "default": "https://api.exa.ai",
      "required": true,
      "description": "Address of the seller."
     }
    ],
    "payment": {
     "defaultRail": "x402",
     "supportedRails": [
      "x402"
     ],
     "required": true,
     "provider": "agentic-market",
     "chain": "eip155:8453",
     "token": "USDC",
     "tokenAddress": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
     "notes": [
      "The seller names the price in its x402 challenge."
     ]
    },
    "setupSteps": [
     "Nothing to set up. The machine's wallet needs USDC on a network that the seller takes."
    ]
   },
   "skills": [
    {
     "key": "agentic-market-search",
     "label": "Web search through Agentic Market",
     "description": "Searches the web and pays for each search.",
     "referenceUrl": "https://exa.ai/docs/integrations/payments/x402/quickstart"
    }
   ],
   "services": [
    {
     "id": "agentic-market:exa-search:query",
     "skillKey": "agentic-market-search",
     "providerId": "agentic-market:exa",
     "name": "Exa web search",
     "description": "One web search, paid in USDC.",
     "serviceType": "machine.commerce",
     "referenceUrl": "https://exa.ai/docs/integrations/payments/x402/quickstart",
     "capabilities": [
      "x402",
      "web-search",
      "research"
     ],
     "freshnessSeconds": 3600,
     "metadata": {
      "seller": "Exa"
     },
     "pricing": {
      "mode": "provider-defined",
      "currency": "USDC",
      "rate": "per_request",
      "notes": []
     },
     "endpoints": [
      {
       "operation": "query",
       "label": "Search",
       "method": "POST",
       "path": "/search",
       "providerName": "Exa",
       "key": "exa/search",
       "protocols": [
        "x402"
       ],
       "networks": [
        "base",
        "solana"
       ]
      }
     ],
     "operationContracts": [
      {
       "operation": "query",
       "summary": "Searches the web.",
       "inputFields": [
        {
         "key": "query",
         "type": "string",
         "required": true,
         "description": "What to look for."
        },
        {
         "key": "numResults",
         "type": "integer",
         "description": "Number of results, at most 10."
        },
        {
         "key": "type",
         "type": "string",
         "description": "Kind of search, such as auto or fast."
        },
        {
         "key": "contents",
         "type": "object",
         "description": "What to return of each page: text, highlights, summary."
        }
       ],
       "outputFields": [
        {
         "key": "requestId",
         "type": "string",
         "description": "Id of the search."
        },
        {
         "key": "results",
         "type": "array",
         "description": "Pages with `title`, `url` and what `contents` asked for."
        }
       ],
       "exampleInput": {
        "query": "spare parts for quadruped robots",
        "numResults": 5
       },
       "providerRequest": {
        "method": "POST",
        "path": "/search"
       },
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "akash.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "akash",
    "label": "Akash Network",
    "companyName": "Overclock Labs",
    "summary": "Leases CPU and GPU capacity from independent providers through Akash Console.",
    "referenceUrl": "https://akash.network/docs/api-documentation/console-api/getting-started",
    "adapter": null,
    "credentialsBlock": "akash",
    "authType": "api-key",
    "accessMode": "credentialed",
    "executionMode": "external-handoff",
    "integrationStatus": "credentials-required",
    "distribution": "openapi",
    "maturity": "production",
    "listedBy": "machine-markets",
    "handoff": {
     "label": "Akash Console",
     "url": "https://console.akash.network",
     "notes": [
      "Sign in",
      "choose a template or upload an SDL file",
      "accept a bid."
     ]
    },
    "values": [
     {
      "key": "consoleApiKey",
      "env": "AKASH_CONSOLE_API_KEY",
      "kind": "secret",
      "required": true,
      "description": "API key of Akash Console, sent as x-api-key."
     },
     {
      "key": "consoleBaseUrl",
      "env": "PEAQOS_AKASH_CONSOLE_URL",
      "kind": "url",
      "default": "https://console-api.akash.network",
      "required": false,
      "description": "Address of the Console API."
     },
     {
      "key": "restEndpoints",
      "env": "PEAQOS_AKASH_REST_ENDPOINTS",
      "kind": "text",
      "required": false,
      "description": "Addresses of Akash nodes, separated by commas."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required",
      "external",
      "offchain-record"
     ],
     "required": false,
     "notes": [
      "Akash Console bills its customer directly."
     ]
    },
    "setupSteps": [
     "Create an account at Akash Console and add funds to it.",
     "An API key is made under Settings, API Keys; AKASH_CONSOLE_API_KEY holds it."
    ]
   },
   "skills": [
    {
     "key": "akash-compute",
     "label": "Akash compute",
     "description": "Leases containers with CPU or GPU on Akash."
    }
   ],
   "services": [
    {
     "id": "akash:deployment",
     "skillKey": "akash-compute",
     "name": "Akash deployment",
     "description": "A container with CPU, memory and GPU, leased from the bidder of your choice.",
     "serviceType": "compute.marketplace",
     "capabilities": [
      "cpu",
      "gpu",
      "container",
      "sdl"
     ],
     "freshnessSeconds": 3600,
     "pricing": {
      "mode": "quote-required",
      "notes": [
       "Providers bid for each deployment."
      ]
     },
     "operationContracts": [
      {
       "operation": "create-deployment",
       "summary": "A person creates the deployment in Akash Console.",
       "inputFields": [
        {
         "key": "sdl",
         "type": "string",
         "description": "The deployment in Akash's stack definition language."
        },
        {
         "key": "depositUsd",
         "type": "number",
         "description": "Deposit in USD."
        }
       ],
       "outputFields": [
        {
         "key": "dseq",
         "type": "string",
         "description": "Sequence number of the deployment."
        }
       ],
       "exampleInput": {
        "depositUsd": 5
       },
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "geodnet.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "geodnet",
    "label": "GEODNET",
    "companyName": "GEODNET Foundation",
    "summary": "Centimetre positioning with RTK corrections from a network of reference stations.",
    "referenceUrl": "https://github.com/geodnet/GEODNET_API",
    "adapter": null,
    "credentialsBlock": "geodnet",
    "authType": "api-key",
    "accessMode": "partner-approved",
    "executionMode": "external-handoff",
    "integrationStatus": "partner-required",
    "distribution": "docs-only",
    "maturity": "production",
    "listedBy": "machine-markets",
    "handoff": {
     "label": "GEODNET",
     "url": "https://geodnet.com",
     "notes": [
      "Get an RTK account from GEODNET or one of its resellers.",
      "Enter its caster, user name and password at the machine's receiver."
     ]
    },
    "values": [
     {
      "key": "appId",
      "env": "PEAQOS_GEODNET_APP_ID",
      "kind": "text",
      "required": true,
      "description": "Application id of a reseller."
     },
     {
      "key": "appKey",
      "env": "PEAQOS_GEODNET_APP_KEY",
      "kind": "secret",
      "required": true,
      "description": "Key that signs requests."
     },
     {
      "key": "baseUrl",
      "env": "PEAQOS_GEODNET_URL",
      "kind": "url",
      "default": "https://rtk.geodnet.com",
      "required": false,
      "description": "Address of the RTK API."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required",
      "external",
      "offchain-record"
     ],
     "required": false,
     "notes": [
      "GEODNET or its reseller bills the account directly."
     ]
    },
    "setupSteps": [
     "Ask GEODNET for an application id and key; they are handed out to partners."
    ]
   },
   "skills": [
    {
     "key": "geodnet-rtk",
     "label": "GEODNET RTK corrections",
     "description": "Gives a GNSS receiver corrections for centimetre accuracy."
    }
   ],
   "services": [
    {
     "id": "geodnet:rtk",
     "skillKey": "geodnet-rtk",
     "name": "GEODNET RTK corrections",
     "description": "RTK corrections over NTRIP wherever a reference station is near.",
     "serviceType": "data.location",
     "capabilities": [
      "rtk",
      "gnss",
      "ntrip",
      "rtcm"
     ],
     "freshnessSeconds": 60,
     "pricing": {
      "mode": "provider-defined",
      "rate": "per_month",
      "notes": [
       "Accounts are paid by the month or the year."
      ]
     },
     "operationContracts": [
      {
       "operation": "request-account",
       "summary": "A person gets an RTK account.",
       "inputFields": [
        {
         "key": "latitude",
         "type": "number",
         "description": "Where the machine works, degrees."
        },
        {
         "key": "longitude",
         "type": "number",
         "description": "Where the machine works, degrees."
        }
       ],
       "outputFields": [],
       "exampleInput": {
        "latitude": 52.52,
        "longitude": 13.405
       },
       "readOnly": false
      }
     ]
    },
    {
     "id": "geodnet:rtk-eu",
     "skillKey": "geodnet-rtk",
     "name": "GEODNET RTK corrections in Europe",
     "description": "The same corrections for machines that work in Europe only.",
     "region": "eu",
     "serviceType": "data.location",
     "capabilities": [
      "rtk",
      "gnss",
      "ntrip",
      "rtcm"
     ],
     "freshnessSeconds": 60,
     "pricing": {
      "mode": "provider-defined",
      "rate": "per_month",
      "notes": [
       "Accounts are paid by the month or the year."
      ]
     },
     "operationContracts": [
      {
       "operation": "request-account",
       "summary": "A person gets an RTK account.",
       "inputFields": [
        {
         "key": "latitude",
         "type": "number",
         "description": "Where the machine works, degrees."
        },
        {
         "key": "longitude",
         "type": "number",
         "description": "Where the machine works, degrees."
        }
       ],
       "outputFields": [],
       "exampleInput": {
        "latitude": 52.52,
        "longitude": 13.405
       },
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "onem2m.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "onem2m-setup",
    "label": "oneM2M",
    "companyName": "oneM2M",
    "summary": "Explains how a machine's devices are connected through a oneM2M service layer.",
    "referenceUrl": "https://www.onem2m.org",
    "adapter": null,
    "credentialsBlock": null,
    "authType": "none",
    "accessMode": "public",
    "executionMode": "external-handoff",
    "integrationStatus": "docs-only",
    "distribution": "docs-only",
    "maturity": "reference",
    "listedBy": "machine-markets",
    "handoff": {
     "label": "oneM2M",
     "url": "https://www.onem2m.org",
     "notes": [
      "Connect the device to a common services entity (CSE) and note its address."
     ]
    },
    "values": [],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required"
     ],
     "required": false,
     "notes": []
    },
    "setupSteps": [
     "Nothing to set up here; the standard's site says how a CSE is run."
    ]
   },
   "skills": [
    {
     "key": "onem2m-device-setup",
     "label": "oneM2M device setup",
     "description": "Guides a person through connecting a device by the oneM2M standard."
    }
   ],
   "services": [
    {
     "id": "onem2m-setup:guide",
     "skillKey": "onem2m-device-setup",
     "name": "oneM2M device setup",
     "description": "How to connect a device to a oneM2M service layer, for a person to follow.",
     "serviceType": "device.control",
     "capabilities": [
      "onem2m",
      "setup"
     ],
     "freshnessSeconds": 86400,
     "pricing": {
      "mode": "fixed",
      "amount": 0,
      "currency": "USD",
      "notes": []
     },
     "operationContracts": [
      {
       "operation": "open-guide",
       "summary": "A person follows the guide.",
       "inputFields": [],
       "outputFields": [],
       "exampleInput": {},
       "readOnly": true
      }
     ]
    }
   ]
  }
 },
 {
  "file": "partner-console.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "peaq-partners",
    "label": "peaq partner network",
    "companyName": "peaq",
    "summary": "Puts a machine's operator in touch with networks that are joined by hand.",
    "referenceUrl": "https://docs.peaq.xyz/peaqos/concepts/machine-markets",
    "adapter": null,
    "credentialsBlock": null,
    "authType": "none",
    "accessMode": "partner-approved",
    "executionMode": "external-handoff",
    "integrationStatus": "partner-required",
    "distribution": "docs-only",
    "maturity": "reference",
    "listedBy": "machine-markets",
    "source": "peaq",
    "handoff": {
     "label": "peaq",
     "url": "https://www.peaq.xyz",
     "notes": [
      "Membership is agreed with the partner."
     ]
    },
    "values": [],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required",
      "external",
      "offchain-record"
     ],
     "required": false,
     "notes": []
    },
    "setupSteps": [
     "Nothing to set up here; a person goes on at the partner."
    ]
   },
   "skills": [
    {
     "key": "partner-console",
     "label": "Partner console",
     "description": "Hands a machine over to the console of a partner network."
    }
   ],
   "services": [
    {
     "id": "peaq-partners:console",
     "skillKey": "partner-console",
     "name": "Partner network console",
     "description": "Registration of a machine with a partner network, done by a person.",
     "serviceType": "network.partner-console",
     "capabilities": [
      "onboarding",
      "partner-network"
     ],
     "freshnessSeconds": 86400,
     "pricing": {
      "mode": "provider-defined",
      "notes": []
     },
     "operationContracts": [
      {
       "operation": "open-console",
       "summary": "A person registers the machine with the partner.",
       "inputFields": [
        {
         "key": "partner",
         "type": "string",
         "description": "The network to join."
        }
       ],
       "outputFields": [],
       "exampleInput": {
        "partner": "geodnet"
       },
       "readOnly": true
      }
     ]
    }
   ]
  }
 },
 {
  "file": "pay-sh.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "pay-sh",
    "label": "pay.sh",
    "companyName": "Solana Foundation",
    "summary": "Paid APIs listed by pay.sh, bought call by call over x402.",
    "referenceUrl": "https://pay.sh/docs/using-pay/skills",
    "adapter": "x402",
    "credentialsBlock": "paySh",
    "authType": "wallet",
    "accessMode": "public",
    "executionMode": "native",
    "integrationStatus": "native",
    "distribution": "openapi",
    "maturity": "beta",
    "listedBy": "machine-markets",
    "source": "external-marketplace",
    "values": [
     {
      "key": "sellerUrl",
      "env": "PEAQOS_PAY_SH_URL",
      "kind": "url",
      "default": "https://x402.quicknode.com",
      "required": true,
      "description": "Address of the seller."
     }
    ],
    "payment": {
     "defaultRail": "x402",
     "supportedRails": [
      "x402"
     ],
     "required": true,
     "provider": "pay-sh",
     "chain": "eip155:8453",
     "token": "USDC",
     "tokenAddress": "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
     "notes": [
      "The seller names the price in its x402 challenge."
     ]
    },
    "setupSteps": [
     "Nothing to set up. The machine's wallet needs USDC on a network that the seller takes."
    ]
   },
   "skills": [
    {
     "key": "pay-sh-rpc",
     "label": "Blockchain RPC through pay.sh",
     "description": "Asks a blockchain node and pays for each request."
    }
   ],
   "services": [
    {
     "id": "pay-sh:quicknode-rpc:query",
     "skillKey": "pay-sh-rpc",
     "providerId": "pay-sh:quicknode/rpc",
     "name": "Quicknode RPC for Base",
     "description": "One JSON-RPC request to Base mainnet, paid in USDC.",
     "serviceType": "machine.commerce",
     "capabilities": [
      "x402",
      "rpc",
      "blockchain",
      "base"
     ],
     "freshnessSeconds": 5,
     "metadata": {
      "seller": "Quicknode",
      "catalogue": "quicknode/rpc"
     },
     "pricing": {
      "mode": "provider-defined",
      "currency": "USDC",
      "rate": "per_request",
      "notes": [
       "Some methods cost more."
      ]
     },
     "endpoints": [
      {
       "operation": "query",
       "label": "Base mainnet",
       "method": "POST",
       "path": "/base-mainnet",
       "providerName": "Quicknode",
       "key": "quicknode/rpc",
       "protocols": [
        "x402"
       ],
       "networks": [
        "base",
        "polygon",
        "solana"
       ]
      }
     ],
     "operationContracts": [
      {
       "operation": "query",
       "summary": "Sends one JSON-RPC request.",
       "inputFields": [
        {
         "key": "jsonrpc",
         "type": "string",
         "required": true,
         "description": "Always 2.0."
        },
        {
         "key": "id",
         "type": "integer",
         "required": true,
         "description": "Comes back in the answer."
        },
        {
         "key": "method",
         "type": "string",
         "required": true,
         "description": "JSON-RPC method."
        },
        {
         "key": "params",
         "type": "array",
         "required": true,
         "description": "Its parameters; may be empty."
        }
       ],
       "outputFields": [
        {
         "key": "id",
         "type": "integer",
         "description": "As it was sent."
        },
        {
         "key": "result",
         "type": "object",
         "description": "Whatever the method answers."
        },
        {
         "key": "error",
         "type": "object",
         "description": "In place of `result`: code and message."
        }
       ],
       "exampleInput": {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "eth_blockNumber",
        "params": []
       },
       "providerRequest": {
        "method": "POST",
        "path": "/base-mainnet"
       },
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "pyth.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "pyth",
    "label": "Pyth Network",
    "companyName": "Pyth Data Association",
    "summary": "Reads prices of crypto assets, currencies, commodities and equities from the Hermes API.",
    "referenceUrl": "https://docs.pyth.network/price-feeds/core/fetch-price-updates",
    "adapter": "pyth",
    "credentialsBlock": "pyth",
    "authType": "bearer",
    "accessMode": "credentialed",
    "executionMode": "native",
    "integrationStatus": "credentials-required",
    "distribution": "openapi",
    "maturity": "production",
    "listedBy": "machine-markets",
    "values": [
     {
      "key": "baseUrl",
      "env": "PEAQOS_PYTH_URL",
      "kind": "url",
      "default": "https://hermes.pyth.network",
      "required": true,
      "description": "Address of a Hermes server."
     },
     {
      "key": "apiKey",
      "env": "PEAQOS_PYTH_API_KEY",
      "kind": "secret",
      "required": true,
      "description": "Pyth API key, sent as a bearer token."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required"
     ],
     "required": false,
     "notes": []
    },
    "setupSteps": [
     "Get a Pyth API key at Pyth Terminal.",
     "Set PEAQOS_PYTH_API_KEY to it.",
     "Set PEAQOS_PYTH_URL only to ask another Hermes server than the public one."
    ]
   },
   "skills": [
    {
     "key": "pyth-price-feed",
     "label": "Pyth price feed",
     "description": "Reads the latest price of an asset from Pyth."
    }
   ],
   "services": [
    {
     "id": "pyth:price-feed",
     "skillKey": "pyth-price-feed",
     "name": "Pyth price feed",
     "description": "The latest price of an asset with its confidence interval and time of publication.",
     "serviceType": "oracle.price-feed",
     "capabilities": [
      "price-feed",
      "crypto",
      "fx",
      "commodities",
      "equities"
     ],
     "freshnessSeconds": 5,
     "metadata": {
      "feeds": {
       "BTC/USD": "e62df6c8b4a85fe1a67db44dc12de5db330f7ac66b72dc658afedf0f4a415b43",
       "ETH/USD": "ff61491a931112ddf1bd8147cd1b641375f79f5825126d665480874634fd0ace",
       "SOL/USD": "ef0d8b6fda2ceba41da15d4095d1da392a0d2f8ed0c6c7bc0f4cfac8c280b56d",
       "USDC/USD": "eaa020c61cc479712813461ce153894a96a6c00b21ed0cfc2798d1f9a9e9c94a",
       "USDT/USD": "2b89b9dc8fdf9f34709a5b106b472f0f39bb6ca9ce04b0fd7f2e971688e2e53b"
      }
     },
     "pricing": {
      "mode": "fixed",
      "amount": 0,
      "currency": "USD",
      "rate": "per_request",
      "notes": [
       "Pyth bills its API key by plan."
      ]
     },
     "endpoints": [
      {
       "operation": "get-price",
       "label": "Latest price",
       "method": "GET",
       "path": "/v2/updates/price/latest"
      }
     ],
     "operationContracts": [
      {
       "operation": "get-price",
       "summary": "Reads the latest price of one asset, by symbol or by feed id.",
       "inputFields": [
        {
         "key": "symbol",
         "type": "string",
         "description": "A symbol of `metadata.feeds`, such as BTC/USD."
        },
        {
         "key": "feedId",
         "type": "string",
         "description": "Id of any Pyth feed, 64 hex digits; needed without a symbol."
        }
       ],
       "outputFields": [
        {
         "key": "symbol",
         "type": "string",
         "description": "The symbol asked for; absent without one."
        },
        {
         "key": "feedId",
         "type": "string",
         "description": "Id of the feed."
        },
        {
         "key": "price",
         "type": "string",
         "description": "Price in the quote currency as decimal text."
        },
        {
         "key": "confidence",
         "type": "string",
         "description": "Half width of the confidence interval as decimal text."
        },
        {
         "key": "publishTime",
         "type": "string",
         "description": "When it was published, ISO 8601."
        }
       ],
       "exampleInput": {
        "symbol": "BTC/USD"
       },
       "providerRequest": {
        "method": "GET",
        "path": "/v2/updates/price/latest?ids[]={feedId}&parsed=true"
       },
       "readOnly": true
      }
     ]
    }
   ]
  }
 },
 {
  "file": "qvac.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "qvac",
    "label": "QVAC",
    "companyName": "Tether",
    "summary": "Runs AI models on the machine itself or beside it, behind an OpenAI-compatible server.",
    "referenceUrl": "https://docs.qvac.tether.io/cli/http-server/",
    "adapter": "openai-runtime",
    "credentialsBlock": "qvac",
    "authType": "local",
    "accessMode": "local",
    "executionMode": "native",
    "integrationStatus": "local-config-required",
    "distribution": "openapi",
    "maturity": "beta",
    "kind": "runtime",
    "listedBy": "machine-markets",
    "values": [
     {
      "key": "baseUrl",
      "env": "PEAQOS_QVAC_URL",
      "kind": "url",
      "required": true,
      "description": "Address of the server without /v1, such as http://127.0.0.1:11434."
     },
     {
      "key": "token",
      "env": "PEAQOS_QVAC_TOKEN",
      "kind": "secret",
      "required": false,
      "description": "Bearer token of a server that asks for one."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required"
     ],
     "required": false,
     "notes": []
    },
    "setupSteps": [
     "Install @qvac/cli on the machine, name a model in qvac.config.json and run `qvac serve openai`.",
     "Register the address as the machine's runtime endpoint of provider qvac.",
     "For one server that all machines share, set PEAQOS_QVAC_URL instead."
    ]
   },
   "skills": [
    {
     "key": "qvac-inference",
     "label": "QVAC inference",
     "description": "Answers a chat with a model that runs locally."
    }
   ],
   "services": [
    {
     "id": "qvac:chat-completion",
     "skillKey": "qvac-inference",
     "name": "QVAC chat completion",
     "description": "A chat completion by a model on the machine's own hardware.",
     "serviceType": "compute.marketplace",
     "capabilities": [
      "inference",
      "llm",
      "local",
      "openai-compatible"
     ],
     "freshnessSeconds": 0,
     "pricing": {
      "mode": "fixed",
      "amount": 0,
      "currency": "USD",
      "rate": "per_request",
      "notes": [
       "Runs on your own hardware."
      ]
     },
     "operationContracts": [
      {
       "operation": "chat-completion",
       "summary": "Completes a conversation.",
       "inputFields": [
        {
         "key": "messages",
         "type": "array",
         "required": true,
         "description": "Messages with `role` and `content`."
        },
        {
         "key": "model",
         "type": "string",
         "description": "Alias of a model; the default of the endpoint when absent."
        },
        {
         "key": "temperature",
         "type": "number",
         "description": "0 to 2."
        },
        {
         "key": "max_tokens",
         "type": "integer",
         "description": "Most tokens to produce."
        }
       ],
       "outputFields": [
        {
         "key": "id",
         "type": "string",
         "description": "Id of the completion."
        },
        {
         "key": "model",
         "type": "string",
         "description": "Model that answered."
        },
        {
         "key": "choices",
         "type": "array",
         "description": "Answers with `message` and `finish_reason`."
        },
        {
         "key": "usage",
         "type": "object",
         "description": "Tokens used."
        }
       ],
       "exampleInput": {
        "messages": [
         {
          "role": "user",
          "content": "Summarise the last ten readings."
         }
        ],
        "max_tokens": 200
       },
       "providerRequest": {
        "method": "POST",
        "path": "/v1/chat/completions"
       },
       "notes": [
        "Answers are not streamed."
       ],
       "readOnly": false
      }
     ]
    }
   ]
  }
 },
 {
  "file": "walrus.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "walrus",
    "label": "Walrus",
    "companyName": "Walrus Foundation",
    "summary": "Stores blobs through a Walrus publisher and reads them through an aggregator.",
    "referenceUrl": "https://docs.wal.app/docs/http-api/storing-blobs",
    "adapter": "walrus",
    "credentialsBlock": "walrus",
    "authType": "bearer",
    "accessMode": "credentialed",
    "executionMode": "native",
    "integrationStatus": "credentials-required",
    "distribution": "openapi",
    "maturity": "production",
    "listedBy": "machine-markets",
    "payeeEnv": "PEAQOS_MARKET_PAYEE_ADDRESS",
    "values": [
     {
      "key": "publisherUrl",
      "env": "PEAQOS_WALRUS_PUBLISHER_URL",
      "kind": "url",
      "required": true,
      "description": "Address of a publisher. Mainnet has no public one; run your own."
     },
     {
      "key": "aggregatorUrl",
      "env": "PEAQOS_WALRUS_AGGREGATOR_URL",
      "kind": "url",
      "default": "https://aggregator.walrus-mainnet.walrus.space",
      "required": true,
      "description": "Address of an aggregator of the same network."
     },
     {
      "key": "publisherToken",
      "env": "PEAQOS_WALRUS_PUBLISHER_TOKEN",
      "kind": "secret",
      "required": false,
      "description": "Bearer token of a publisher that asks for one."
     }
    ],
    "payment": {
     "defaultRail": "wdk-usdt-transfer",
     "supportedRails": [
      "wdk-usdt-transfer",
      "wallet",
      "escrow",
      "onchain-escrow",
      "xvv42",
      "vault-stripe",
      "offchain-record",
      "external"
     ],
     "required": true,
     "chain": "eip155:3338",
     "token": "USDT",
     "notes": [
      "Paid to the operator of this market for storage that its publisher buys."
     ]
    },
    "setupSteps": [
     "Run a Walrus publisher that only this server can reach, or one that asks for a token.",
     "Set PEAQOS_WALRUS_PUBLISHER_URL, and PEAQOS_WALRUS_PUBLISHER_TOKEN when it asks for one.",
     "Set PEAQOS_WALRUS_AGGREGATOR_URL when the publisher is not on mainnet.",
     "Set PEAQOS_MARKET_PAYEE_ADDRESS to the address that payments go to."
    ]
   },
   "skills": [
    {
     "key": "walrus-storage",
     "label": "Walrus storage",
     "description": "Stores a blob on Walrus for a number of epochs."
    },
    {
     "key": "walrus-read",
     "label": "Walrus read",
     "description": "Reads a blob from Walrus by its id.",
     "authType": "none",
     "accessMode": "public",
     "integrationStatus": "native"
    }
   ],
   "services": [
    {
     "id": "walrus:store-blob",
     "skillKey": "walrus-storage",
     "name": "Walrus blob storage",
     "description": "Stores a blob publicly on Walrus; its id is enough to read it anywhere.",
     "serviceType": "storage.object",
     "capabilities": [
      "storage",
      "blob",
      "write",
      "public"
     ],
     "freshnessSeconds": 0,
     "pricing": {
      "mode": "fixed",
      "amount": 0.02,
      "currency": "USDT",
      "rate": "per_request",
      "notes": [
       "Blobs of up to 10 MiB."
      ]
     },
     "operationContracts": [
      {
       "operation": "store-blob",
       "summary": "Stores text or bytes and gives the id of the blob.",
       "inputFields": [
        {
         "key": "data",
         "type": "string",
         "required": true,
         "description": "What to store, written as `encoding` says."
        },
        {
         "key": "encoding",
         "type": "string",
         "description": "utf8 (default) or base64."
        },
        {
         "key": "epochs",
         "type": "integer",
         "description": "Storage epochs, 1 to 53; 1 when absent."
        },
        {
         "key": "deletable",
         "type": "boolean",
         "description": "Whether the owner may delete it before its end."
        },
        {
         "key": "sendObjectTo",
         "type": "string",
         "description": "Sui address that is to own the blob object."
        }
       ],
       "outputFields": [
        {
         "key": "blobId",
         "type": "string",
         "description": "Id to read the blob by."
        },
        {
         "key": "objectId",
         "type": "string",
         "description": "Id of the blob object on Sui."
        },
        {
         "key": "size",
         "type": "integer",
         "description": "Bytes as stored before encoding."
        },
        {
         "key": "endEpoch",
         "type": "integer",
         "description": "Epoch in which storage ends."
        },
        {
         "key": "alreadyStored",
         "type": "boolean",
         "description": "True when the same blob was there already."
        }
       ],
       "exampleInput": {
        "data": "temperature=21.4",
        "epochs": 5
       },
       "providerRequest": {
        "method": "PUT",
        "path": "/v1/blobs?epochs={epochs}"
       },
       "notes": [
        "Blobs are public. Encrypt what must not be read by everybody."
       ],
       "readOnly": false
      }
     ]
    },
    {
     "id": "walrus:read-blob",
     "skillKey": "walrus-read",
     "name": "Walrus blob reader",
     "description": "Reads a blob from Walrus by its id.",
     "serviceType": "storage.object",
     "authType": "none",
     "accessMode": "public",
     "integrationStatus": "native",
     "capabilities": [
      "storage",
      "blob",
      "read",
      "public"
     ],
     "freshnessSeconds": 0,
     "pricing": {
      "mode": "fixed",
      "amount": 0,
      "currency": "USD",
      "rate": "per_request",
      "notes": []
     },
     "payment": {
      "defaultRail": "not-required",
      "supportedRails": [
       "not-required"
      ],
      "required": false,
      "notes": []
     },
     "endpoints": [
      {
       "operation": "read-blob",
       "label": "Aggregator",
       "method": "GET",
       "path": "/v1/blobs/{blobId}",
       "base": "aggregatorUrl"
      }
     ],
     "operationContracts": [
      {
       "operation": "read-blob",
       "summary": "Reads the bytes of a blob.",
       "inputFields": [
        {
         "key": "blobId",
         "type": "string",
         "required": true,
         "description": "Id of the blob."
        },
        {
         "key": "encoding",
         "type": "string",
         "description": "utf8 or base64 (default): how `data` is written."
        }
       ],
       "outputFields": [
        {
         "key": "blobId",
         "type": "string",
         "description": "Id of the blob."
        },
        {
         "key": "data",
         "type": "string",
         "description": "The bytes, written as `encoding` says."
        },
        {
         "key": "encoding",
         "type": "string",
         "description": "utf8 or base64."
        },
        {
         "key": "size",
         "type": "integer",
         "description": "Number of bytes."
        }
       ],
       "exampleInput": {
        "blobId": "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk",
        "encoding": "utf8"
       },
       "providerRequest": {
        "method": "GET",
        "path": "/v1/blobs/{blobId}"
       },
       "readOnly": true
      }
     ]
    }
   ]
  }
 },
 {
  "file": "world-id.yaml",
  "content": {
   "updatedAt": "2026-11-25T00:00:00.000Z",
   "provider": {
    "key": "world-id",
    "label": "World ID",
    "companyName": "Tools for Humanity",
    "summary": "Verifies that a proof of personhood is genuine and was not used before for the same action.",
    "referenceUrl": "https://docs.world.org/world-id/idkit/integrate",
    "adapter": "world-id",
    "credentialsBlock": "worldId",
    "authType": "api-key",
    "accessMode": "credentialed",
    "executionMode": "native",
    "integrationStatus": "credentials-required",
    "distribution": "openapi",
    "maturity": "production",
    "listedBy": "machine-markets",
    "values": [
     {
      "key": "rpId",
      "env": "PEAQOS_WORLD_ID_RP_ID",
      "kind": "text",
      "required": true,
      "description": "Id of the relying party, rp_…"
     },
     {
      "key": "appId",
      "env": "PEAQOS_WORLD_ID_APP_ID",
      "kind": "text",
      "required": false,
      "description": "Id of the app, app_…, for apps that have no relying party yet; used when `rpId` is absent."
     },
     {
      "key": "verifyBaseUrl",
      "env": "PEAQOS_WORLD_ID_VERIFY_URL",
      "kind": "url",
      "default": "https://developer.world.org",
      "required": true,
      "description": "Address of the verification API."
     }
    ],
    "payment": {
     "defaultRail": "not-required",
     "supportedRails": [
      "not-required"
     ],
     "required": false,
     "notes": []
    },
    "setupSteps": [
     "Register an app and its relying party in the World developer portal.",
     "Set PEAQOS_WORLD_ID_RP_ID to the id of the relying party."
    ]
   },
   "skills": [
    {
     "key": "world-id-verify",
     "label": "World ID verification",
     "description": "Verifies a World ID proof of a person behind a machine."
    }
   ],
   "services": [
    {
     "id": "world-id:verify",
     "skillKey": "world-id-verify",
     "name": "World ID proof of person",
     "description": "Verifies a proof that IDKit returned. A person can be verified once for each action.",
     "serviceType": "identity.proof-of-person",
     "capabilities": [
      "proof-of-person",
      "uniqueness",
      "zero-knowledge"
     ],
     "freshnessSeconds": 0,
     "pricing": {
      "mode": "fixed",
      "amount": 0,
      "currency": "USD",
      "rate": "per_request",
      "notes": []
     },
     "endpoints": [
      {
       "operation": "verify-proof",
       "label": "Verify",
       "method": "POST",
       "path": "/api/v4/verify/{rpId}"
      }
     ],
     "operationContracts": [
      {
       "operation": "verify-proof",
       "summary": "Verifies one result of IDKit; its fields are forwarded as they are.",
       "inputFields": [
        {
         "key": "protocol_version",
         "type": "string",
         "required": true,
         "description": "3.0 or 4.0."
        },
        {
         "key": "nonce",
         "type": "string",
         "required": true,
         "description": "Nonce of the signed request."
        },
        {
         "key": "action",
         "type": "string",
         "required": true,
         "description": "Action that the proof is for."
        },
        {
         "key": "responses",
         "type": "array",
         "required": true,
         "description": "Proofs as IDKit returned them, at least one."
        },
        {
         "key": "action_description",
         "type": "string",
         "description": "What a new action is called."
        }
       ],
       "outputFields": [
        {
         "key": "success",
         "type": "boolean",
         "description": "Whether at least one proof is genuine."
        },
        {
         "key": "action",
         "type": "string",
         "description": "The action."
        },
        {
         "key": "nullifier",
         "type": "string",
         "description": "Stands for the person within this action."
        },
        {
         "key": "results",
         "type": "array",
         "description": "Verdict on each proof."
        }
       ],
       "exampleInput": {
        "protocol_version": "3.0",
        "nonce": "0x3b1f6a5c0e2d4f8890a1b2c3d4e5f60718293a4b5c6d7e8f9012345678abcdef",
        "action": "pair-machine",
        "responses": [
         {
          "identifier": "orb",
          "proof": "0x1aa8b8f3b2d2de5ff452c0e1a83e29d6bf46fb83ef35dc5957121ff3d3698a11",
          "merkle_root": "0x2264a66d162d7893e12ea8e3c072c51e785bc085ad655f64c10c1a61e00f0bc2",
          "nullifier": "0x2bf8406809dcefb1486dadc96c0a897db9bab002053054cf64272db512c6fbd8"
         }
        ]
       },
       "providerRequest": {
        "method": "POST",
        "path": "/api/v4/verify/{rpId}"
       },
       "notes": [
        "The proof of the example is shortened and does not verify."
       ],
       "readOnly": false
      }
     ]
    }
   ]
  }
 }
];
