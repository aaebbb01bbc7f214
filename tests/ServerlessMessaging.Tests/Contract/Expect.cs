using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Tests.Contract;

/// <summary>Assertions on the result of reading or checking a request body.</summary>
internal static class Expect
{
    /// <summary>The moment at which every request of these tests is accepted.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 12, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The body has the contract's shape.</summary>
    public static SendRequest Request(string body)
    {
        Assert.Null(RequestReader.Read(Encoding.UTF8.GetBytes(body), out var request));
        return Assert.IsType<SendRequest>(request);
    }

    /// <summary>The body does not have the contract's shape: one error at the pointer, which contains the remedy.</summary>
    public static void Refusal(string body, string code, string pointer, string remedy) =>
        Refusal(Encoding.UTF8.GetBytes(body), code, pointer, remedy);

    /// <inheritdoc cref="Refusal(string, string, string, string)"/>
    public static void Refusal(byte[] body, string code, string pointer, string remedy)
    {
        var problem = RequestReader.Read(body, out var request);

        Assert.NotNull(problem);
        Assert.Null(request);
        var error = Assert.Single(problem.Errors);
        Assert.Equal((code, pointer), (error.Code, error.Pointer));
        Assert.Contains(remedy, error.Detail, StringComparison.Ordinal);
        Assert.Equal((error.Code, error.Detail), (problem.Code.Code, problem.Detail));
    }

    /// <summary>The errors of every rule that a readable body breaks.</summary>
    public static IReadOnlyList<ProblemError> Errors(string body, MessageLimitsOptions? limits = null) =>
        RequestRules.Check(Request(body), limits ?? new MessageLimitsOptions(), Now);

    /// <summary>The errors of a readable body, each as pointer and code.</summary>
    public static IReadOnlyList<string> Places(string body) => [.. Errors(body).Select(error => $"{error.Pointer} {error.Code}")];

    /// <summary>The body breaks no rule.</summary>
    public static void Valid(string body, MessageLimitsOptions? limits = null) => Assert.Empty(Errors(body, limits));

    /// <summary>The body breaks exactly one rule, at the pointer, and the error contains the remedy.</summary>
    public static void Broken(string body, string code, string pointer, string remedy, MessageLimitsOptions? limits = null)
    {
        var error = Assert.Single(Errors(body, limits));
        Assert.Equal((code, pointer), (error.Code, error.Pointer));
        Assert.Contains(remedy, error.Detail, StringComparison.Ordinal);
    }
}
