using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Messages.Reading;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class OpenMessagingRouteTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData("text")]
    [InlineData("card")]
    [InlineData("card-plain")]
    [InlineData("card-payloads")]
    [InlineData("quick-replies", "quickReplies-as-card")]
    [InlineData("carousel", "carousel-as-cards")]
    public void A_message_is_rendered_byte_for_byte(string name, params string[] degradations)
    {
        var request = File.ReadAllBytes(Wire($"{name}.request.json"));
        Assert.Null(RequestReader.Read(request, out var read));

        var rendered = _product.Get<OpenMessagingRoute>().Render(read!.Message, "user:u-1");

        Assert.Equal(File.ReadAllText(Wire($"{name}.wire.json")).TrimEnd('\n'), Encoding.UTF8.GetString(rendered.Body));
        Assert.Equal(degradations, rendered.Degradations);
    }

    [Theory]
    [InlineData("user:u-1", "/api/v2/openmessaging/channels/user:u-1/messages")]
    [InlineData("user:a%b?c#d", "/api/v2/openmessaging/channels/user:a%25b%3Fc%23d/messages")]
    public void The_channel_stays_in_its_segment_of_the_path(string channel, string path)
    {
        var rendered = _product.Get<OpenMessagingRoute>().Render(new ServerlessMessaging.Messages.Content.TextMessage("Hi"), channel);

        Assert.Equal(path, rendered.Path);
    }

    [Fact]
    public void The_path_is_a_setting()
    {
        using var product = new ProductFixture(("Genesys:OpenMessagingPath", "/api/v3/to/{channelId}"));

        Assert.Equal("/api/v3/to/user:u-1", product.Get<OpenMessagingRoute>().Render(new ServerlessMessaging.Messages.Content.TextMessage("Hi"), "user:u-1").Path);
    }

    public void Dispose() => _product.Dispose();

    private static string Wire(string file, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Wire", file);
}
