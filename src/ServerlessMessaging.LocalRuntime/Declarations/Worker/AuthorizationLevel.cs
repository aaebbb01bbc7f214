namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key a request needs before the host lets it through.</summary>
// Declared here because HttpTriggerAttribute takes it; same values as the worker's.
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
