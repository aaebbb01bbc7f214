using Azure;
using NSubstitute;

namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>What a storage account answers.</summary>
internal static class StorageAnswers
{
    private static readonly Response Success = Substitute.For<Response>();

    /// <summary>The account fails for a moment.</summary>
    public static RequestFailedException Busy { get; } = new(503, "busy", "ServerBusy", null);

    public static Task<Response<T>> Of<T>(T value) => Task.FromResult(Response.FromValue(value, Success));

    public static RequestFailedException Fault(int status, string code) => new(status, code, code, null);
}
