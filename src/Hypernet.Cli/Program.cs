using Hypernet.Cli;

return await HypernetCommand.RunAsync(args);
