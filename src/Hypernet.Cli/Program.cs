using Hypernet.Cli;

return await HypernetCommand.RunAsync(args, Console.Out, Console.Error);
