namespace ServerlessMessaging.SoakTests;

/// <summary>How large the soak tests are: small among the other tests, whole where the environment variable <c>SOAK</c> is <c>whole</c>.</summary>
internal static class SoakSize
{
    public const string Variable = "SOAK";
    public const string Whole = "whole";

    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => false,
        Whole => true,
        var other => throw new InvalidOperationException($"{Variable} is '{other}'. Set it to '{Whole}', or leave it out."),
    };

    /// <summary>The value for the size of this run.</summary>
    public static T Select<T>(T small, T whole) => IsWhole ? whole : small;
}
