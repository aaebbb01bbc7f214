using System.Text;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys.Routes;
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
    public void Render_Message_IsByteForByteTheDocumentedBody(string name, params string[] degradations)
    {
        var request = WireFiles.Request(name);

        var rendered = Route(_product).Render(request.Message, request.To, "user:u-1");

        Assert.Equal(WireFiles.Wire(name), Encoding.UTF8.GetString(rendered.Body));
        Assert.Equal(degradations, rendered.Degradations);
    }

    [Theory]
    [InlineData("user:u-1", "/api/v2/openmessaging/channels/user:u-1/messages")]
    [InlineData("user:a%b?c#d", "/api/v2/openmessaging/channels/user:a%25b%3Fc%23d/messages")]
    public void Render_OddChannelId_StaysInItsPathSegment(string channel, string path)
    {
        Assert.Equal(path, PathOf(_product, channel));
    }

    [Fact]
    public void Render_PathSetting_IsUsed()
    {
        using var product = new ProductFixture(("Genesys:OpenMessagingPath", "/api/v3/to/{channelId}"));

        Assert.Equal("/api/v3/to/user:u-1", PathOf(product, "user:u-1"));
    }

    [Fact]
    public void Render_NoChannel_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => Route(_product).Render(new TextMessage("Hi"), new Recipient(UserId: "u-1"), null));
    }

    public void Dispose() => _product.Dispose();

    private static IMessageRoute Route(ProductFixture product) => product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[SendRoute.OpenMessaging];

    private static string PathOf(ProductFixture product, string channel) =>
        Route(product).Render(new TextMessage("Hi"), new Recipient(ChannelId: channel), channel).Path;
}
