using System.Globalization;

namespace Hypernet.Market;

/// <summary>One entry of a manifest's <c>outputs</c>.</summary>
internal static class OutputReader
{
    private const int MaxHours = 24 * 365;

    public static JobOutput Read(ManifestField field)
    {
        var output = new ManifestSection(field, "path", "deliver");
        return new JobOutput(output["path"].RelativePath(), ReadDelivery(output["deliver"]));
    }

    private static Delivery ReadDelivery(ManifestField field)
    {
        string text = field.Text(2048, field.Node is null ? null : "");
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["delete"]:
                return new Delivery.Delete();
            case ["forward", { } target] when WebAddress.TryRead(target, out Uri? address):
                return new Delivery.Forward(address);
            case ["store", { } hours] when int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= MaxHours:
                return new Delivery.Store(number);
            default:
                if (field.Node is YamlScalar)
                {
                    field.Fail($"'{text}' is not a delivery", $"write forward <http address>, store <1 to {MaxHours} hours> or delete");
                }

                return new Delivery.Delete();
        }
    }
}
