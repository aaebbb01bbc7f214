using ServerlessMessaging.DevHost.CommandLine;

return await DevHostCommand.Create().Parse(args).InvokeAsync(DevHostCommand.Invocation);
