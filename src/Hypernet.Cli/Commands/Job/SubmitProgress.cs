using Hypernet.Buyer;

namespace Hypernet.Cli.Commands.Job;

/// <summary>Tells people at a terminal how far a submission has come; in scripts and logs it says nothing.</summary>
internal sealed class SubmitProgress(CommandContext context) : IProgress<SubmitStep>
{
    public void Report(SubmitStep value)
    {
        if (!context.IsAtTerminal)
        {
            return;
        }

        context.Talk.WriteLine(value switch
        {
            SubmitStep.Uploading upload => $"uploading {upload.Name} ({Readable.Size(upload.Bytes)})",
            SubmitStep.Placing placing => $"placing by transaction {placing.Transaction}",
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, "The step is not known."),
        });
    }
}
