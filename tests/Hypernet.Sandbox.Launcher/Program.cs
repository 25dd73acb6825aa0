// What an agent is to a sandbox: a process of an ordinary user that starts programs. One line of JSON in, one out.
using System.Collections.Immutable;
using System.Text.Json;
using Hypernet.Sandbox;
using Hypernet.Sandbox.Launcher;

var time = TimeProvider.System;
var detected = ResourceFence.Detect(time);
while (await Console.In.ReadLineAsync() is { } line)
{
    var request = JsonSerializer.Deserialize<Request>(line)!;
    var fence = request.IsWeak ? ResourceFence.RlimitsOnly : detected;
    long start = time.GetTimestamp();
    var answer = new Answer(HostUser.Current.Id, fence.Kind, string.Empty, string.Empty, string.Empty, IsHeld: false, default);
    try
    {
        ISandbox sandbox = request.IsUnsandboxed ? new UnsandboxedControl() : new BubblewrapSandbox(fence, time);
        answer = request switch
        {
            { IsCheck: true } => answer with { Exit = (await sandbox.CheckAsync()).ToString() },
            { Attempt: { } name } => await TryAsync(sandbox, name, answer),
            _ => await RunAsync(sandbox, request, answer),
        };
    }
    catch (Exception refused)
    {
        answer = answer with { Exit = refused.GetType().Name, Error = refused.Message };
    }

    await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer with { Time = time.GetElapsedTime(start) }));
}

static async Task<Answer> TryAsync(ISandbox sandbox, string name, Answer answer)
{
    string folder = Directory.CreateTempSubdirectory("check-").FullName;
    try
    {
        using var check = new SandboxCheck(sandbox, folder);
        var outcome = await check.TryAsync(EscapeAttempt.All.Single(attempt => attempt.ToString() == name));
        return answer with { IsHeld = outcome.IsHeld, Exit = outcome.Detail };
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

static async Task<Answer> RunAsync(ISandbox sandbox, Request request, Answer answer)
{
    await using var process = await sandbox.StartAsync(new SandboxedProgram
    {
        Command = request.Command[0],
        Arguments = [.. request.Command.Skip(1)],
        ProgramFolder = request.ProgramFolder,
        InputFolder = request.InputFolder,
        BindingsFolder = request.BindingsFolder,
        Socket = request.Socket,
        Environment = request.Variables.ToImmutableDictionary(),
        Limits = request.Limits,
    });
    if (request.IsKilled)
    {
        await process.KillAsync();
    }

    var exit = await process.Completion;
    return answer with { Exit = exit.ToString(), Output = process.OutputTail, Error = process.ErrorTail };
}
