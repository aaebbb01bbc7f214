namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Tests that measure or overhear this very process run when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class NonParallelCollection
{
    public const string Name = "Alone";
}
