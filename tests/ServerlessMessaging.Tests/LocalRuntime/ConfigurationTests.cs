using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.Tests.LocalRuntime;

public sealed class ConfigurationTests
{
    [Fact]
    public void Arguments_Win_Over_The_Environment()
    {
        var name = $"Test_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable($"{name}__Both", "environment");
        Environment.SetEnvironmentVariable($"{name}__One", "environment");
        try
        {
            var configuration = FunctionsApplication.CreateBuilder([$"--{name}:Both=args"]).Configuration;

            Assert.Equal(("args", "environment"), (configuration[$"{name}:Both"], configuration[$"{name}:One"]));
        }
        finally
        {
            Environment.SetEnvironmentVariable($"{name}__Both", null);
            Environment.SetEnvironmentVariable($"{name}__One", null);
        }
    }

    [Fact]
    public void Arguments_Name_Application_And_Environment()
    {
        IHostApplicationBuilder builder = FunctionsApplication.CreateBuilder(["--applicationName=Somebody", "--environment=Drill"]);

        Assert.Equal(("Somebody", "Drill"), (builder.Environment.ApplicationName, builder.Environment.EnvironmentName));
        Assert.Equal("Somebody", builder.Configuration["applicationName"]);
    }
}
