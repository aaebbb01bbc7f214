namespace ServerlessMessaging.SoakTests;

/// <summary>Tests that load the machine run one after the other, beside the other tests.</summary>
[CollectionDefinition(Name)]
public static class SoakCollection
{
    public const string Name = "Soak";
}
