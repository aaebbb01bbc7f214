using System.Text;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Routes;

public sealed class MessagingEventsRouteTests
{
    [Theory]
    [InlineData("url", """{"type":"url","text":"View Details","url":"https://example.com/details/12345"}""")]
    [InlineData("button", """{"type":"button","text":"View Details","url":"https://example.com/details/12345"}""")]
    public void RenderEvent_UrlButtonTypeSetting_IsUsed(string type, string button)
    {
        using var product = new ProductFixture(("MessagingEvents:UrlButtonType", type));
        var request = WireFiles.Request("messagingEvents/card");

        var rendered = product.Get<MessagingEventsRoute>().RenderEvent(request.Message, request.To);

        Assert.Contains(button, Encoding.UTF8.GetString(rendered.Body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("7")]
    public void Validate_WrongUrlButtonType_NamesIt(string type)
    {
        using var product = new ProductFixture(("MessagingEvents:UrlButtonType", type));

        var exception = Assert.ThrowsAny<Exception>(() => product.Get<IOptions<MessagingEventsOptions>>().Value);

        Assert.Contains("UrlButtonType", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Message_IsAListOfOneEvent()
    {
        using var product = new ProductFixture();
        var route = product.Get<MessagingEventsRoute>();
        var request = WireFiles.Request("messagingEvents/card");

        var single = route.RenderEvent(request.Message, request.To);
        var rendered = route.Render(request.Message, request.To, null);

        Assert.Equal(EventBatches.Join([single]), rendered.Body);
        Assert.Equal(single.Degradations, rendered.Degradations);
    }

    [Fact]
    public void Read_RefusalInsideSuccess_IsRefused()
    {
        using var product = new ProductFixture();

        var result = product.Get<MessagingEventsRoute>().Read("""[{"error":{"code":"not.found","message":"No such conversation"}}]"""u8.ToArray());

        Assert.Equal((FailureKind.Refused, "SM2004"), (result.Failure!.Kind, result.Failure.Code.Code));
    }
}
