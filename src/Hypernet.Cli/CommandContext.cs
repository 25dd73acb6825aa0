using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hypernet.Cli.Settings;
using Hypernet.Client;

namespace Hypernet.Cli;

/// <summary>What a command works with: its options, its settings, stdout for data and stderr for talk.</summary>
internal sealed class CommandContext(ParseResult parsed, CommandStreams streams)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where data goes.</summary>
    public TextWriter Output { get; } = streams.Output;

    /// <summary>Where talk goes: progress, questions, warnings.</summary>
    public TextWriter Talk { get; } = streams.Talk;

    /// <summary>Chain, server, wallet: by option, environment, default.</summary>
    public CommandSettings Settings { get; } = new(parsed);

    /// <summary>Whether data is printed as JSON.</summary>
    public bool IsJson { get; } = parsed.GetValue(GlobalOptions.Output) == "json" || parsed.GetValue(GlobalOptions.Json);

    /// <summary>Whether more is said on stderr.</summary>
    public bool IsVerbose { get; } = parsed.GetValue(GlobalOptions.Verbose);

    /// <summary>Whether the id alone is printed.</summary>
    public bool IsQuiet { get; } = parsed.GetValue(GlobalOptions.Quiet);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; } = TimeProvider.System;

    /// <summary>Whether somebody watches stderr: progress is for people, not for logs.</summary>
    public bool IsAtTerminal => !Console.IsErrorRedirected && !IsQuiet;

    /// <summary>The value of an option.</summary>
    public T? Get<T>(Option<T> option) => parsed.GetValue(option);

    /// <summary>The value of an argument that must be there.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetRequiredValue(argument);

    /// <summary>The value of an argument that may be left out.</summary>
    public T? Find<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Prints data: the id alone, JSON, or what people read.</summary>
    /// <param name="id">What <c>--quiet</c> prints.</param>
    /// <param name="document">What <c>-o json</c> prints; <c>apiVersion</c> is added.</param>
    /// <param name="print">Prints what people read.</param>
    public void Print(string id, JsonObject document, Action<TextWriter> print)
    {
        if (IsQuiet)
        {
            Output.WriteLine(id);
        }
        else if (IsJson)
        {
            document.Remove("apiVersion");
            document.Insert(0, "apiVersion", Wire.ApiVersion);
            Output.WriteLine(document.ToJsonString(Indented));
        }
        else
        {
            print(Output);
        }
    }

    /// <summary>Asks before money moves, unless <c>--yes</c> was given.</summary>
    /// <exception cref="CommandException">The answer was no, or nobody can be asked.</exception>
    public void Confirm(string question)
    {
        if (Settings.IsYes)
        {
            return;
        }

        if (Console.IsInputRedirected)
        {
            throw new CommandException(ExitCode.Misused, $"nobody can be asked: {question}", "add --yes");
        }

        Talk.Write($"{question} [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandException(ExitCode.Failed, "nothing was done");
        }
    }
}
