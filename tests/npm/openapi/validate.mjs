// Holds bodies against the schemas of an OpenAPI 3.1 document.
// Usage: node validate.mjs <document> <bodies>; the second file is an array of { operation, status, body } for answers, and of { operation, body } for requests.
// Prints one line for each body that does not fit, and ends with 1 when there is one.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const ajv = new Ajv({ strict: false, allErrors: true });
formats(ajv);
ajv.addFormat('int32', true).addFormat('int64', true).addFormat('double', true).addFormat('float', true);
ajv.addSchema({ $id: 'api', components: document.components });

const operations = new Map(Object.values(document.paths).flatMap(path => Object.values(path)).map(operation => [operation.operationId, operation]));
const local = schema => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/'));

let wrong = 0;
for (const { operation, status, body } of JSON.parse(readFileSync(process.argv[3], 'utf8'))) {
  const described = operations.get(operation);
  const answer = described?.responses?.[status];
  const content = status ? (answer?.$ref ? document.components.responses[answer.$ref.split('/').pop()] : answer)?.content : described?.requestBody?.content;
  const schema = content?.['application/json']?.schema;
  if (!schema) {
    console.log(`${operation} ${status ?? 'request'}: the document describes no such body`);
    wrong++;
    continue;
  }

  const validate = ajv.compile(local(schema));
  if (!validate(body)) {
    console.log(`${operation} ${status ?? 'request'}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 500)}`);
    wrong++;
  }
}

process.exit(wrong === 0 ? 0 : 1);
