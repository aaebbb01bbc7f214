using System.Runtime.CompilerServices;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Contract.Rules;

namespace ServerlessMessaging.Tests.Genesys.Routes;

/// <summary>Pairs of a request and the body that is posted to Genesys for it.</summary>
internal static class WireFiles
{
    /// <summary>A valid request of the folder.</summary>
    public static SendRequest Request(string name)
    {
        Assert.Null(RequestReader.Read(File.ReadAllBytes(PathOf($"{name}.request.json")), out var request));
        Assert.Empty(RequestRules.Check(request!, new MessageLimitsOptions(), DateTimeOffset.UnixEpoch));
        return request!;
    }

    public static string Wire(string name) => File.ReadAllText(PathOf($"{name}.wire.json")).TrimEnd('\n');

    private static string PathOf(string file, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Wire", file);
}
