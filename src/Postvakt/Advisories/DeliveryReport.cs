using Postvakt.Registers;

namespace Postvakt.Advisories;

/// <summary>What became of an advisory's copies.</summary>
/// <param name="Troubled">The first copies that were not taken, at most <see cref="MaxListed"/>.</param>
public sealed record DeliveryReport(int Waiting, int Accepted, int Refused, int Undeliverable, int Dropped, IReadOnlyList<AdvisoryDelivery> Troubled)
{
    /// <summary>Copies that are listed. 200: a page.</summary>
    public const int MaxListed = 200;

    /// <summary>Copies that are counted. 200,000: twice a large organisation.</summary>
    private const int MaxCounted = 200_000;

    private const int Page = 1_000;

    public static DeliveryReport Of(IRegister register, string advisory)
    {
        var (counts, troubled, before) = (new int[5], new List<AdvisoryDelivery>(), "");
        for (var seen = 0; seen < MaxCounted; seen += Page)
        {
            var page = register.RegisteredUnder(AdvisoryDelivery.Kind, "advisory:" + advisory, before, Page);
            foreach (var copy in page.Select(AdvisoryDelivery.Of))
            {
                counts[(int)copy.State]++;
                if (copy.State is DeliveryState.Refused or DeliveryState.Undeliverable && troubled.Count < MaxListed) troubled.Add(copy);
            }
            if (page.Count < Page) break;
            before = page[^1].Id;
        }
        return new DeliveryReport(counts[0], counts[1], counts[2], counts[3], counts[4], troubled);
    }
}
