using Microsoft.Extensions.Configuration;
using ServerlessMessaging.LocalRuntime;

namespace ServerlessMessaging.Tests.LocalRuntime;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Reads_Values_With_Two_Underscores_As_Sections()
    {
        var configuration = Read("""{ "IsEncrypted": false, /* kept */ "Values": { "Genesys__Region": "eu", "Flat": "1", "Number": 2, "Switch": true } }""");

        Assert.Equal(("eu", "1", "2", "True"), (configuration["Genesys:Region"], configuration["Flat"], configuration["Number"], configuration["Switch"]));
    }

    [Fact]
    public void Later_Sources_Win()
    {
        File.WriteAllText(_path, """{ "Values": { "Who": "file" } }""");

        var configuration = new ConfigurationBuilder().AddLocalSettings(_path).AddCommandLine(["--Who=args"]).Build();

        Assert.Equal("args", configuration["Who"]);
    }

    [Fact]
    public void A_Missing_File_Is_Fine() =>
        Assert.Empty(new ConfigurationBuilder().AddLocalSettings(_path + ".missing").Build().AsEnumerable());

    [Theory]
    [InlineData("""{ "Values": """, "local.settings.json cannot be read")]
    [InlineData("""[]""", "an object with an object 'Values'")]
    [InlineData("""{ "Values": "x" }""", "an object with an object 'Values'")]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "encrypted")]
    [InlineData("""{ "Values": { "A": { "B": "x" } } }""", "the value of 'A' must be a string")]
    public void Rejects_A_Malformed_File(string json, string reason)
    {
        var exception = Assert.Throws<InvalidDataException>(() => Read(json));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private IConfigurationRoot Read(string json)
    {
        File.WriteAllText(_path, json);
        return new ConfigurationBuilder().AddLocalSettings(_path).Build();
    }
}
