using Microsoft.Extensions.Options;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Sending;

public sealed class SendingOptionsTests
{
    [Theory]
    [InlineData("00:01:00", "00:01:10", "00:01:11")]
    [InlineData("00:01:00", "00:02:00", "00:10:00")]
    [InlineData("00:00:20", "00:00:30", "00:00:31")]
    public void The_times_fit_into_each_other(string budget, string lease, string queueLease) => Start(budget, lease, queueLease);

    [Theory]
    [InlineData("00:01:00", "00:01:09.9", "00:10:00", "Records:Lease must be at least 10 s longer")]
    [InlineData("00:01:50.1", "00:02:00", "00:10:00", "Records:Lease must be at least 10 s longer")]
    [InlineData("00:01:00", "00:02:00", "00:02:00", "Records:Lease must be shorter than Queues:Lease")]
    [InlineData("00:01:00", "00:09:00", "00:05:00", "Records:Lease must be shorter than Queues:Lease")]
    [InlineData("00:00:04", "00:02:00", "00:10:00", "must be longer than Genesys:MinimumAttempt")]
    public void Times_that_do_not_fit_stop_the_start(string budget, string lease, string queueLease, string reason)
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Start(budget, lease, queueLease));

        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sending:HttpBudget", "00:02:00")]
    [InlineData("Sending:BatchBudget", "00:02:00")]
    public void No_budget_outlives_the_lease(string setting, string value)
    {
        using var product = new ProductFixture((setting, value));

        Assert.Throws<OptionsValidationException>(product.Get<IStartupValidator>().Validate);
    }

    [Theory]
    [InlineData("Queues:MaxDequeueCount", "0")]
    [InlineData("Queues:Lease", "00:10:01")]
    [InlineData("Sending:FirstDeferral", "00:00:00")]
    [InlineData("Sending:MaxDeferral", "1.00:00:01")]
    [InlineData("Queues:RequeueDelay", "01:00:01")]
    [InlineData("Records:OnUnknownOutcome", "7")]
    public void A_value_out_of_range_is_named(string setting, string value)
    {
        using var product = new ProductFixture((setting, value));

        var exception = Assert.ThrowsAny<Exception>(product.Get<IStartupValidator>().Validate);

        Assert.Contains(setting.Split(':')[1], exception.Message, StringComparison.Ordinal);
    }

    private static void Start(string budget, string lease, string queueLease)
    {
        using var product = new ProductFixture(
            ("Sending:SendBudget", budget), ("Sending:HttpBudget", "00:00:12"), ("Sending:BatchBudget", "00:00:20"), ("Records:Lease", lease), ("Queues:Lease", queueLease),
            ("Callbacks:Lease", "00:00:20"));
        product.Get<IStartupValidator>().Validate();
    }
}
