namespace ServerlessMessaging.SoakTests;

/// <summary>Drills that load the machine run one after the other, beside the other tests.</summary>
[CollectionDefinition(Name)]
public static class SoakCollection
{
    public const string Name = "Drills";
}
