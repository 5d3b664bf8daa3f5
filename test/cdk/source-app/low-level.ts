import * as dax from 'aws-cdk-lib/aws-dax'
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb'
import * as sam from 'aws-cdk-lib/aws-sam'
import { Stack, type StackProps } from 'aws-cdk-lib/core'
import type { Construct } from 'constructs'

const schema = {
  keySchema: [{ attributeName: 'pk', keyType: 'HASH' }],
  attributeDefinitions: [{ attributeName: 'pk', attributeType: 'S' }],
  billingMode: 'PAY_PER_REQUEST'
}
const role = 'arn:aws:iam::111122223333:role/dax'

/** L1 constructs, without semicolons. */
export class LowLevelStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props)
    new dynamodb.CfnTable(this, 'Plain', { ...schema })
    new dynamodb.CfnTable(this, 'Shared', schema)
    new dynamodb.CfnTable(this, 'Stated', {
      ...schema,
      sseSpecification: { sseEnabled: false }
    })
    new dynamodb.CfnGlobalTable(this, 'Global', {
      ...schema,
      replicas: [{ region: 'eu-west-1' }]
    })
    new dynamodb.CfnGlobalTable(this, 'Replicas', {
      ...schema,
      replicas: [
        { region: this.region },
        { region: 'us-east-1' }
      ]
    })
    new sam.CfnSimpleTable(this, 'Simple')
    const named = new sam.CfnSimpleTable(this, 'Named', { primaryKey: { name: 'id', type: 'String' } })
    named.addMetadata('owner', 'shop')
    new dax.CfnCluster(this, 'Cache', { iamRoleArn: role, nodeType: 'dax.t3.small', replicationFactor: 3 })
  }
}
