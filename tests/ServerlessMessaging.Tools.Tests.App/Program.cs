using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using ServerlessMessaging.Tools.Tests.App;

var builder = FunctionsApplication.CreateBuilder(args);
builder.AddTestApp();
builder.Build().Run();
