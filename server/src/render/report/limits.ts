/** What templates can't tell, in sentences. */
export const LIMITS: readonly string[] = [
  "It reads templates, not the account: what was changed by hand, or isn't deployed yet, isn't seen.",
  "Grants give use of a key beside what its policy says. They are made at run time, by DynamoDB for each table among others, and stand in no template.",
  "Service control policies and session policies can take permissions away that these templates give.",
  "Roles and users that these templates don't declare are only known where a policy names them. A key policy that leaves the decision to IAM lets in whomever an IAM policy of the account allows.",
  "A change of permissions isn't felt at once: DynamoDB keeps a table's key in memory for up to five minutes for each caller.",
  "Copies are encrypted by settings of their own: exports to S3, Kinesis data streams, DAX clusters, and backups of AWS Backup with its advanced DynamoDB features.",
  "Costs are estimates for AWS KMS alone; the bill counts the requests that are really made.",
];
