using System.Runtime.InteropServices;

namespace Hypernet.Consensus;

/// <summary>What an operation took, as one rank saw it. Differs between ranks.</summary>
/// <param name="Rounds">Steps of the schedule that this rank took part in, in the last view.</param>
/// <param name="BytesSent">Payload bytes sent, in all views.</param>
/// <param name="Views">How many views it was run in.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperationDiagnostics(int Rounds, long BytesSent, int Views);
