namespace Hypernet.Market;

/// <summary>What runs a program.</summary>
public enum Engine
{
    /// <summary>The seller's CPU, inside the sandbox.</summary>
    Native,

    /// <summary>WebAssembly: equal bits on every CPU.</summary>
    Wasm,
}
