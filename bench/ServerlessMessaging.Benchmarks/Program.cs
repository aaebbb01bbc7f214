using BenchmarkDotNet.Running;
using ServerlessMessaging.Benchmarks;
using ServerlessMessaging.Benchmarks.Ratios;
using ServerlessMessaging.Benchmarks.Stubs;

return args switch
{
    ["ratios", ..] => await RatioCommand.RunAsync(args[1..]),
    // Started by the ratios as processes of their own, so that their CPU time and memory are not the product's.
    ["stub"] => await PlatformStub.RunAsync(),
    ["webhooks", ..] => await WebhookLoad.RunAsync(args[1..]),
    ["drain", ..] => await PeakMemory.DrainAsync(args[1..]),
    _ => Micro(args),
};

static int Micro(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(RequestBenchmarks).Assembly).Run(args);
    return 0;
}
