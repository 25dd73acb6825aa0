using System.Numerics;

namespace Hypernet.Ethereum;

public readonly partial struct UInt256
{
    /// <summary>The sum.</summary>
    /// <exception cref="OverflowException">It needs more than 256 bits.</exception>
    public static UInt256 operator +(UInt256 left, UInt256 right) => (UInt256)((BigInteger)left + right);

    /// <summary>The difference.</summary>
    /// <exception cref="OverflowException">The right number is greater.</exception>
    public static UInt256 operator -(UInt256 left, UInt256 right) => (UInt256)((BigInteger)left - right);

    /// <summary>The product.</summary>
    /// <exception cref="OverflowException">It needs more than 256 bits.</exception>
    public static UInt256 operator *(UInt256 left, UInt256 right) => (UInt256)((BigInteger)left * right);

    /// <summary>The quotient, rounded down.</summary>
    /// <exception cref="DivideByZeroException">The right number is 0.</exception>
    public static UInt256 operator /(UInt256 left, UInt256 right) => (UInt256)((BigInteger)left / right);

    /// <summary>The remainder.</summary>
    /// <exception cref="DivideByZeroException">The right number is 0.</exception>
    public static UInt256 operator %(UInt256 left, UInt256 right) => (UInt256)((BigInteger)left % right);
}
