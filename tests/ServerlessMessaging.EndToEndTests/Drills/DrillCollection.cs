namespace ServerlessMessaging.EndToEndTests.Drills;

/// <summary>Drills that load the machine run one after the other, beside the other tests.</summary>
[CollectionDefinition(Name)]
public static class DrillCollection
{
    public const string Name = "Drills";
}
