using Hypernet.Ethereum.Abi;

namespace Hypernet.Contracts.Abi;

/// <summary>Reads and writes arrays, for the generated code.</summary>
internal static class AbiList
{
    public delegate T ReadElement<out T>(ref AbiReader reader);

    public static T[] Read<T>(ref AbiReader reader, int elementHeadBytes, ReadElement<T> read)
    {
        AbiFrame frame = reader.EnterArray(elementHeadBytes, out int count);
        T[] values = ReadFixed(ref reader, count, read);
        reader.Leave(frame);
        return values;
    }

    // Elements of static types lie in the head itself.
    public static T[] ReadFixed<T>(ref AbiReader reader, int count, ReadElement<T> read)
    {
        var values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = read(ref reader);
        }

        return values;
    }

    public static T[] ReadFixedDynamic<T>(ref AbiReader reader, int count, ReadElement<T> read)
    {
        AbiFrame frame = reader.EnterTuple(AbiReader.Word * count);
        T[] values = ReadFixed(ref reader, count, read);
        reader.Leave(frame);
        return values;
    }

    public static void Write<T>(AbiWriter writer, int elementHeadBytes, T[] values, Action<AbiWriter, T> write)
    {
        AbiFrame frame = writer.EnterArray(elementHeadBytes, values.Length);
        WriteFixed(writer, values.Length, values, write);
        writer.Leave(frame);
    }

    public static void WriteFixed<T>(AbiWriter writer, int count, T[] values, Action<AbiWriter, T> write)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, count, nameof(values));
        foreach (T value in values)
        {
            write(writer, value);
        }
    }

    public static void WriteFixedDynamic<T>(AbiWriter writer, int count, T[] values, Action<AbiWriter, T> write)
    {
        AbiFrame frame = writer.EnterTuple(AbiReader.Word * count);
        WriteFixed(writer, count, values, write);
        writer.Leave(frame);
    }
}
