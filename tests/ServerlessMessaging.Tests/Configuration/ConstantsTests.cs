using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMessaging.BotFlows;
using ServerlessMessaging.Genesys;
using ServerlessMessaging.Records;
using ServerlessMessaging.Sending;
using ServerlessMessaging.Storage;
using ServerlessMessaging.TestInfrastructure;

namespace ServerlessMessaging.Tests.Configuration;

public sealed class ConstantsTests
{
    // Look-ups, reply and record of a delivery; where they take longer, the event may be delivered twice.
    private static readonly TimeSpan TimeOfADelivery = TimeSpan.FromSeconds(5);

    // The record of a send is written after the response of Genesys, in a few attempts.
    private static readonly TimeSpan TimeOfARecord = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxVisibilityDelay = TimeSpan.FromDays(7);

    private static SendingOptions Sending { get; } = new();

    private static QueueOptions Queues { get; } = new();

    private static CallbackOptions Callbacks { get; } = new();

    [Fact]
    public void Bind_ConstantInConfiguration_KeepsItsValue()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
            new("KeyVault:Uri", "https://vault.example"),
            new("Genesys:Clients:0:ClientId", "client-1"),
            .. ConstantOverrides.Sections.SelectMany(section => Constants(section.Value).SelectMany(constant => Given($"{section.Key}:{constant.Name}"))),
        ]).Build();
        using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddServerlessMessaging(configuration).BuildServiceProvider();

        Assert.All(ConstantOverrides.Sections.Values, type =>
        {
            var options = ((IOptions<object>)services.GetRequiredService(typeof(IOptions<>).MakeGenericType(type))).Value;
            Assert.All(Constants(type), constant => Assert.Equal(constant.GetValue(Activator.CreateInstance(type)), constant.GetValue(options)));
        });
    }

    [Fact]
    public void Budgets_ByDefault_AreLongerThanTheShortestAttempt()
    {
        var genesys = new GenesysOptions();

        Assert.All(Budgets(), budget => Assert.True(budget > genesys.MinimumAttempt));
        Assert.True(genesys.AttemptTimeout >= genesys.MinimumAttempt);
    }

    [Fact]
    public void RecordsLease_ByDefault_OutlivesASendAndEndsBeforeTheQueueLease()
    {
        var lease = new RecordsOptions().Lease;

        Assert.True(lease >= Budgets().Max() + TimeOfARecord);
        Assert.True(lease < Queues.Lease);
    }

    [Fact]
    public void CallbacksLease_ByDefault_OutlivesADeliveryAndEndsBeforeTheQueueLease() =>
        Assert.InRange(Callbacks.Lease, Callbacks.DeliveryTimeout + TimeOfADelivery, Queues.Lease - TimeSpan.FromSeconds(1));

    [Fact]
    public void RetryDelays_ByDefault_FitTheVisibilityDelayOfAQueue() =>
        Assert.All(Callbacks.RetryDelays, delay => Assert.InRange(delay, TimeSpan.FromTicks(1), MaxVisibilityDelay));

    [Fact]
    public void MaxWebhookAge_ByDefault_IsWithinTheRetentionOfRecords() => Assert.True(Callbacks.MaxWebhookAge < new RecordsOptions().Retention);

    private static TimeSpan[] Budgets() => [Sending.HttpBudget, Sending.BatchBudget, Sending.SendBudget];

    private static IEnumerable<PropertyInfo> Constants(Type options) => options.GetProperties().Where(ProductOptions.IsConstant);

    // A value that differs from every default, also as the first item of a list.
    private static IEnumerable<KeyValuePair<string, string?>> Given(string key) => [new(key, "1"), new($"{key}:0", "1")];
}
