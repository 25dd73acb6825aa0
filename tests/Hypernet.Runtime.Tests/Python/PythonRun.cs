namespace Hypernet.Runtime.Python;

internal sealed record PythonRun(int ExitCode, string Output, string Errors);
