namespace ServerlessMessaging.EndToEndTests.Drills;

/// <summary>Drills that measure this very process run when nothing else does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneCollection
{
    public const string Name = "Drills alone";
}
