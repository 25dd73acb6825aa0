using System.Diagnostics;

namespace Hypernet.Sandbox.Launcher;

/// <summary>Runs a program with no protection: the attempts that do get through here are attempts worth making.</summary>
internal sealed class UnsandboxedControl : ISandbox
{
    public ValueTask<SandboxAvailability> CheckAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(new SandboxAvailability(FenceKind.RlimitsOnly, Obstacle: null));

    public ValueTask<ISandboxedProcess> StartAsync(SandboxedProgram program, CancellationToken cancellationToken = default)
    {
        var arguments = program.Arguments.Select(argument => argument.Replace(SandboxPaths.Program, program.ProgramFolder, StringComparison.Ordinal));
        var info = new ProcessStartInfo(program.Command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
#pragma warning disable CA2000 // the caller disposes of it
        return ValueTask.FromResult<ISandboxedProcess>(new Unsandboxed(Process.Start(info)!));
#pragma warning restore CA2000
    }

    private sealed class Unsandboxed : ISandboxedProcess
    {
        private readonly Process _process;

        public Unsandboxed(Process process)
        {
            _process = process;
            Completion = RunAsync();
        }

        public Task<SandboxExit> Completion { get; }

        public string OutputTail { get; private set; } = string.Empty;

        public string ErrorTail { get; private set; } = string.Empty;

        public Task KillAsync(CancellationToken cancellationToken = default)
        {
            _process.Kill(entireProcessTree: true);
            return Completion.WaitAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await KillAsync();
            _process.Dispose();
        }

        private async Task<SandboxExit> RunAsync()
        {
            var error = _process.StandardError.ReadToEndAsync();
            OutputTail = await _process.StandardOutput.ReadToEndAsync();
            ErrorTail = await error;
            await _process.WaitForExitAsync();
            return new SandboxExit.Exited(_process.ExitCode);
        }
    }
}
