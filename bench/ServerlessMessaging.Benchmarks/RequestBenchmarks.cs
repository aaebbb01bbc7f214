using System.Text;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMessaging.Benchmarks.Stubs;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Sending;

namespace ServerlessMessaging.Benchmarks;

/// <summary>The parts of a send that need no network.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private readonly byte[] _card = Encoding.UTF8.GetBytes(Requests.Card("invoice-1001"));
    private readonly IServiceProvider _product = Product.Create("http://127.0.0.1:9", InMemoryTables.Empty());

    [Benchmark]
    public SendRequest? Read()
    {
        RequestReader.Read(_card, out var request);
        return request;
    }

    [Benchmark]
    public Problem? Validate() => _product.GetRequiredService<RequestValidator>().Validate(_card, null, out _);

    [Benchmark]
    public object? Preview() => _product.GetRequiredService<MessagePreview>().Show(_card);
}
