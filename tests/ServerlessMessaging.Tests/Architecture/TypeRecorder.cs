namespace ServerlessMessaging.Tests.Architecture;

/// <summary>Keeps the types that an <see cref="InstrumentedProduct"/> enters. Public, because the product calls it.</summary>
public static class TypeRecorder
{
    internal static bool IsOn { get; set; }

    /// <summary>The types in the order of their first entry, and whether each was used as plain data only.</summary>
    internal static OrderedDictionary<string, bool> Entered { get; } = new(StringComparer.Ordinal);

    public static void Enter(string type, bool isData)
    {
        if (IsOn)
        {
            lock (Entered)
            {
                Entered[type] = isData && Entered.GetValueOrDefault(type, true);
            }
        }
    }
}
