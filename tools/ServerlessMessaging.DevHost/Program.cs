using ServerlessMessaging.DevHost.CommandLine;

return await DevHostCommand.RunAsync(args);
