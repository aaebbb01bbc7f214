using System.Net;
using System.Text;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using NSubstitute;
using ServerlessMessaging.Functions;
using ServerlessMessaging.Tests.Infrastructure;
using EnteredTypes = System.Collections.Generic.OrderedDictionary<string, bool>;

namespace ServerlessMessaging.Tests.Architecture;

/// <summary>
/// How many types of the product run between a trigger and the first byte of the post to Genesys, for a card whose recipient needs no look-up,
/// after another message has filled the caches of the secret and the access token. A type counts if any of its code runs in that time;
/// lambdas, state machines, generated code and nested types count as the outermost type around them. Plain data does not count:
/// options, generated serializers, and records, structs and static tables of which only constructors, properties and generated members run.
/// </summary>
public sealed class SendPathTests(ITestOutputHelper output)
{
    private const string InvoiceCard = """
        { "to": { "userId": "u-1" }, "message": {
          "type": "card", "title": "Invoice #1001", "subtitle": "Amount: $500.00", "image": { "url": "https://example.com/logo.png", "altText": "Company Logo" },
          "actions": [
            { "type": "postBack", "title": "Approve", "payload": { "event": "approval", "status": "accepted" } },
            { "type": "imBack", "title": "Reject", "payload": "I reject this request." },
            { "type": "openUrl", "title": "View Details", "url": "https://example.com/details/12345" } ] } }
        """;

    [Theory]
    [InlineData(nameof(SendMessage), 28)]
    [InlineData(nameof(SendQueuedMessage), 31)]
    public async Task RunAsync_SecretAndTokenCached_RunsFewTypesBeforeThePost(string function, int max)
    {
        var entered = await InstrumentedProduct.RunAsync(function == nameof(SendMessage) ? SendByHttpAsync : SendByQueueAsync);

        var types = entered.Count(type => !type.Value);
        var list = $"{function}: {entered.Count} types, {types} of them with behaviour\n"
            + string.Join('\n', entered.Select((type, index) => $"{index + 1,3} {type.Key}{(type.Value ? " (data)" : null)}"));
        output.WriteLine(list);
        Assert.Contains($"{typeof(SendMessage).Namespace}.{function}", entered.Keys);
        Assert.True(types <= max, $"{types} types with behaviour run, at most {max} may.");
    }

    private static Task<EnteredTypes> SendByHttpAsync() => RecordSecondAsync((services, _) => async context =>
    {
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.ContentType = "application/json";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(InvoiceCard));
        // The key that the worker uses.
        context.Items["HttpRequestContext"] = http;
        var response = await ActivatorUtilities.CreateInstance<SendMessage>(services).RunAsync(http.Request);
        await response.ExecuteAsync(http);
        Assert.Equal(StatusCodes.Status200OK, http.Response.StatusCode);
    });

    private static Task<EnteredTypes> SendByQueueAsync() => RecordSecondAsync((services, queues) =>
        _ => ActivatorUtilities.CreateInstance<SendQueuedMessage>(services).RunAsync(queues.Message(BinaryData.FromString(InvoiceCard))));

    // The function app as it is deployed, with storage, vault and Genesys in memory.
    private static async Task<EnteredTypes> RecordSecondAsync(Func<IServiceProvider, FakeQueues, FunctionExecutionDelegate> function)
    {
        var time = new FakeTime();
        var (queues, vault, genesys) = (new FakeQueues(time), new FakeVault(), new Genesys());
        using var tables = new InMemoryTables(time);
        vault.Set("genesys-client-secret", ProductFixture.Secret);
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration["Genesys:Clients:0:ClientId"] = "client-1";
        builder.Configuration["KeyVault:Uri"] = "https://vault.example";
        builder.Configuration["AzureWebJobsStorage"] = "UseDevelopmentStorage=true";
        builder.Services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<SecretClient>(vault)
            .AddSingleton<QueueServiceClient>(queues)
            .AddSingleton(tables.CreateClient())
            .PostConfigureAll<HttpClientFactoryOptions>(client => client.HttpMessageHandlerBuilderActions.Add(handler => handler.PrimaryHandler = genesys));
        builder.AddServerlessMessagingFunctions();
        using var host = builder.Build();
        var invoke = builder.Services.Select(service => service.ServiceType)
            .Where(type => type.Assembly == typeof(SendMessage).Assembly && type.IsAssignableTo(typeof(IFunctionsWorkerMiddleware)))
            .Select(host.Services.GetRequiredService).Cast<IFunctionsWorkerMiddleware>().Reverse()
            .Aggregate(function(host.Services, queues), (next, middleware) => context => middleware.Invoke(context, next));
        var context = Substitute.For<FunctionContext>();
        context.TraceContext.TraceParent.Returns("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        context.InstanceServices.Returns(host.Services);
        context.Items.Returns(new Dictionary<object, object>());

        await invoke(context);
        TypeRecorder.IsOn = true;
        await invoke(context);

        Assert.Equal([ProductFixture.TokenPath, ProductFixture.ChannelPath, ProductFixture.ChannelPath], genesys.Paths);
        Assert.Equal(1, vault.Reads);
        return TypeRecorder.Entered;
    }

    // Grants every token and accepts every message.
    private sealed class Genesys : HttpMessageHandler
    {
        public List<string> Paths { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Paths.Add(request.RequestUri!.AbsolutePath);
            await request.Content!.CopyToAsync(new FirstByte(), cancellationToken);
            return ScriptedGenesys.CreateResponse(HttpStatusCode.OK, """{"access_token":"token-1","token_type":"bearer","expires_in":3600,"id":"message-1"}""");
        }
    }

    // Every write into a MemoryStream ends here.
    private sealed class FirstByte : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => TypeRecorder.IsOn = false;
    }
}
