using System.Collections.Concurrent;
using CsCheck;
using ServerlessMessaging.Contract;
using ServerlessMessaging.Contract.Reading;
using ServerlessMessaging.Contract.Rules;
using ServerlessMessaging.Tests.Infrastructure;

namespace ServerlessMessaging.Tests.Contract.Reading;

/// <summary>Properties of every request, valid or mutated.</summary>
public sealed class RequestReaderPropertyTests
{
    private readonly ConcurrentDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    [Fact]
    public void Read_WrittenRequest_ReturnsTheSameRequest() => RequestGen.Request.Sample(AssertReadBack, iter: 1_000);

    [Fact]
    public void Read_MutatedRequest_RefusesItOrReturnsWhatCanBeWrittenAndReadBack()
    {
        Mutations.Create(RequestGen.Json).Sample(
            body => Count(RequestReader.Read(body, out var request), request), iter: 3_000, print: Convert.ToBase64String);

        // Otherwise the mutations would not reach what they are for.
        Assert.Superset(new HashSet<string> { "accepted", "invalid", "SM1001", "SM1002", "SM1003", "SM1004", "SM1005", "SM1006" }, _outcomes.Keys.ToHashSet());
    }

    [Fact]
    public void ReadQueued_MutatedEvent_RefusesItOrReturnsARequest()
    {
        var events = RequestGen.Json.Select(request => (byte[])[.. """{"specversion":"1.0","source":"/crm","id":"e-1","type":"send","data":"""u8, .. request, .. "}"u8]);
        Mutations.Create(events).Sample(
            body =>
            {
                var problem = QueuedRequestReader.Read(body, out var request, out var eventId);
                Assert.True(problem is not null || eventId is null || RequestId.IsValid(eventId));
                Count(problem, request);
            },
            iter: 2_000,
            print: Convert.ToBase64String);

        Assert.Superset(new HashSet<string> { "accepted", "SM1001", "SM1003", "SM1004" }, _outcomes.Keys.ToHashSet());
    }

    [Fact]
    public void ReadBatch_MutatedBatch_RefusesItOrSplitsIt()
    {
        var batches = RequestGen.Json.Array[1, 3].Select(requests => (byte[])[.. "["u8, .. requests.SelectMany((request, index) => index == 0 ? request : [(byte)',', .. request]), .. "]"u8]);
        Mutations.Create(batches).Sample(
            body =>
            {
                var problem = BatchReader.Read(body, out var requests);
                Assert.Equal(problem is null, requests.Count > 0);
                _outcomes[problem?.Code.Code ?? "split"] = 1;
                foreach (var item in requests)
                {
                    Count(RequestReader.Read(item, out var request), request);
                }
            },
            iter: 2_000,
            print: Convert.ToBase64String);

        Assert.Superset(new HashSet<string> { "split", "accepted", "SM1001", "SM1011" }, _outcomes.Keys.ToHashSet());
    }

    private void Count(Problem? problem, SendRequest? request)
    {
        var outcome = problem?.Code.Code;
        if (problem is not null)
        {
            Assert.Null(request);
            Assert.Equal(400, problem.Code.Status);
            Assert.True(Assert.Single(problem.Errors).Pointer is "" or ['/', ..]);
        }
        else
        {
            var errors = RequestRules.Check(Assert.IsType<SendRequest>(request), new MessageLimitsOptions(), Expect.Now);
            Assert.All(errors, error => Assert.StartsWith("/", error.Pointer, StringComparison.Ordinal));
            outcome = errors.Count == 0 ? "accepted" : "invalid";
            if (errors.Count == 0)
            {
                AssertReadBack(request);
            }
        }

        _outcomes.AddOrUpdate(outcome!, 1, (_, count) => count + 1);
    }

    private static void AssertReadBack(SendRequest request)
    {
        Assert.Null(RequestReader.Read(RequestWriter.Write(request), out var read));
        Assert.Equivalent(request, read, strict: true);
    }
}
