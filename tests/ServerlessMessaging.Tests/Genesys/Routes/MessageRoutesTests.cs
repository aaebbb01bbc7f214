using System.Text;
using Microsoft.Extensions.Options;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Genesys.Routes;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Genesys.Routes;

/// <summary>What holds for every route but openMessaging, which has tests of its own.</summary>
public sealed class MessageRoutesTests : IDisposable
{
    private readonly ProductFixture _product = new();

    [Theory]
    [InlineData(SendRoute.OpenMessaging, "openmessaging:send (the post to the channel)")]
    [InlineData(SendRoute.MessagingEvents, "messaging:send")]
    [InlineData(SendRoute.Agentless, "conversation:message:create")]
    [InlineData(SendRoute.BotSession, "integration:botconnector:send")]
    public void For_EveryKind_HasItsScope(SendRoute kind, string scope)
    {
        var route = _product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[kind];

        Assert.Equal((kind, scope), (route.Kind, route.Scope));
    }

    [Theory]
    [InlineData("messagingEvents/text")]
    [InlineData("messagingEvents/card", "imBack-as-button", "altText-dropped")]
    [InlineData("messagingEvents/card-plain")]
    [InlineData("messagingEvents/quick-replies")]
    [InlineData("messagingEvents/carousel")]
    [InlineData("messagingEvents/carousel-rich", "imBack-as-button")]
    [InlineData("agentless/text")]
    [InlineData("agentless/card", "card-as-text")]
    [InlineData("agentless/card-plain", "card-as-text")]
    [InlineData("agentless/quick-replies", "quickReplies-as-text")]
    [InlineData("agentless/carousel", "carousel-as-text")]
    [InlineData("agentless/carousel-rich", "carousel-as-text")]
    [InlineData("botSession/text")]
    [InlineData("botSession/card", "imBack-as-postBack", "altText-dropped")]
    [InlineData("botSession/card-plain")]
    [InlineData("botSession/quick-replies")]
    [InlineData("botSession/carousel")]
    [InlineData("botSession/carousel-rich", "imBack-as-postBack", "label-numbered")]
    public void Render_Message_IsByteForByteTheDocumentedBody(string name, params string[] degradations)
    {
        var rendered = Render(_product, name);

        Assert.Equal(WireFiles.Wire(name), Encoding.UTF8.GetString(rendered.Body));
        Assert.Equal(degradations, rendered.Degradations);
    }

    [Theory]
    [InlineData("messagingEvents/text", "/api/v2/messaging/messaging/events")]
    [InlineData("agentless/text", "/api/v2/conversations/messages/agentless")]
    [InlineData("botSession/text", "/api/v2/integrations/botconnectors/outgoing/messages")]
    public void Render_DefaultSettings_UsesTheDocumentedPath(string name, string path)
    {
        Assert.Equal(path, Render(_product, name).Path);
    }

    [Theory]
    [InlineData("messagingEvents/text", "Genesys:MessagingEventsPath")]
    [InlineData("agentless/text", "Genesys:AgentlessPath")]
    [InlineData("botSession/text", "Genesys:BotSessionPath")]
    public void Render_PathSetting_IsUsed(string name, string setting)
    {
        using var product = new ProductFixture((setting, "/api/v3/elsewhere"));

        Assert.Equal("/api/v3/elsewhere", Render(product, name).Path);
    }

    [Theory]
    [InlineData("Genesys:MessagingEventsPath", "//evil.example/events")]
    [InlineData("Genesys:MessagingEventsPath", "https://evil.example/")]
    [InlineData("Genesys:AgentlessPath", "/agentless?useNormalizedMessage=true")]
    [InlineData("Genesys:AgentlessPath", "")]
    [InlineData("Genesys:BotSessionPath", "/bots#fragment")]
    [InlineData("Genesys:BotSessionPath", @"/\evil.example")]
    public void Validate_WrongPath_NamesIt(string setting, string value)
    {
        using var product = new ProductFixture((setting, value));

        var exception = Assert.Throws<OptionsValidationException>(() => product.Get<IOptions<GenesysOptions>>().Value);

        Assert.Contains(setting, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SendRoute.OpenMessaging, """{"id":"m-1"}""", "m-1")]
    [InlineData(SendRoute.MessagingEvents, """[{"id":"m-1"}]""", "m-1")]
    [InlineData(SendRoute.Agentless, """{"id":"m-1","conversationId":"c-1"}""", "m-1")]
    [InlineData(SendRoute.BotSession, """{"messageId":"m-1"}""", "m-1")]
    [InlineData(SendRoute.OpenMessaging, "", null)]
    [InlineData(SendRoute.OpenMessaging, """["id"]""", null)]
    [InlineData(SendRoute.Agentless, """{"id":7}""", null)]
    [InlineData(SendRoute.Agentless, "not json", null)]
    [InlineData(SendRoute.BotSession, """{"messageId":"\ud800"}""", null)]
    public void Read_AcceptedMessage_ReturnsItsIdIfAny(SendRoute kind, string response, string? id)
    {
        var result = _product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[kind].Read(Encoding.UTF8.GetBytes(response));

        Assert.Equal(new PostResult(id, null), result);
    }

    public void Dispose() => _product.Dispose();

    private static RenderedMessage Render(ProductFixture product, string name)
    {
        var request = WireFiles.Request(name);
        return product.Get<IReadOnlyDictionary<SendRoute, IMessageRoute>>()[request.To.Route].Render(request.Message, request.To, null);
    }
}
