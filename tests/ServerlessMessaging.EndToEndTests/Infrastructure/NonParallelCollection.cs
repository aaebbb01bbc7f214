namespace ServerlessMessaging.EndToEndTests.Infrastructure;

/// <summary>Tests that measure or record the whole process do not run in parallel with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class NonParallelCollection
{
    public const string Name = "NonParallel";
}
