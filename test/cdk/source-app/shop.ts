import { NestedStack, Stack, StackProps } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';

const partitionKey = { name: 'pk', type: dynamodb.AttributeType.STRING };
const shared: dynamodb.TableProps = { partitionKey };

/** Tables as the documentation makes them. */
export class ShopStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    // Literals, on one line and on several.
    new dynamodb.Table(this, 'OneLine', { partitionKey });
    const orders = new dynamodb.Table(this, 'Orders', {
      partitionKey: { name: 'pk', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST, // cheaper
    }); // the orders
    new dynamodb.Table(this, 'Stated', {
      encryption: dynamodb.TableEncryption.DEFAULT,
      partitionKey
    });
    new dynamodb.Table(this, 'Managed', { partitionKey, encryption: dynamodb.TableEncryption.AWS_MANAGED });
    orders.grantReadWriteData(new iam.Role(this, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));

    // An identifier, a spread, a call.
    new dynamodb.Table(this, 'Identifier', shared);
    new dynamodb.Table(this, 'Spread', { encryption: dynamodb.TableEncryption.DEFAULT, ...shared });
    new dynamodb.Table(this, 'Called', propsFor('pk'));

    // A subclass, a helper, a loop.
    new AuditedTable(this, 'Audited');
    makeTable(this, 'HelpedA');
    makeTable(this, 'HelpedB');
    for (const name of ['LoopA', 'LoopB', 'LoopC']) {
      new dynamodb.Table(this, name, { partitionKey });
    }
    new Catalogue(this, 'Nested');

    // No right fix: a table with replicas made by a custom resource.
    new dynamodb.Table(this, 'Replicated', {
      partitionKey,
      replicationRegions: ['eu-central-1'],
    });
  }
}

class AuditedTable extends dynamodb.Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      partitionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    });
  }
}

/** A nested stack. */
class Catalogue extends NestedStack {
  readonly items = new dynamodb.Table(this, 'Items', { ...shared });
}

function propsFor(name: string): dynamodb.TableProps {
  return { partitionKey: { name, type: dynamodb.AttributeType.STRING } };
}

function makeTable(scope: Construct, id: string): dynamodb.Table {
  return new dynamodb.Table(scope, id, { partitionKey });
}
