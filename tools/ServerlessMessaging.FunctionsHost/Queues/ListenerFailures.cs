using System.Runtime.ExceptionServices;
using Microsoft.Azure.WebJobs.Host.Timers;
using Microsoft.Extensions.Hosting;

namespace ServerlessMessaging.FunctionsHost.Queues;

/// <summary>Handles the failure of a listener, which would otherwise end this process.</summary>
internal sealed class ListenerFailures(Action<Exception> failed) : IWebJobsExceptionHandlerFactory, IWebJobsExceptionHandler
{
    public IWebJobsExceptionHandler Create(IHost jobHost) => this;

    public Task OnTimeoutExceptionAsync(ExceptionDispatchInfo exceptionInfo, TimeSpan timeoutGracePeriod) => OnUnhandledExceptionAsync(exceptionInfo);

    public Task OnUnhandledExceptionAsync(ExceptionDispatchInfo exceptionInfo)
    {
        failed(exceptionInfo.SourceException);
        return Task.CompletedTask;
    }
}
