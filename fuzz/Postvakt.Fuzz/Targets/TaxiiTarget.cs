using System.Text;
using Postvakt.Server.Feeds;
using Postvakt.Server.Taxii;
using Postvakt.Sharing.Stix;

namespace Postvakt.Fuzz.Targets;

/// <summary>What TAXII servers answer, and what partners hand in: envelopes, discoveries, lists of collections.</summary>
internal sealed class TaxiiTarget : ITarget
{
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            """{"more":true,"next":"2","objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2021-11-08T10:00:00.000Z","modified":"2021-11-08T10:00:00.000Z","pattern":"[url:value = 'http://thief.example/a']","pattern_type":"stix","valid_from":"2021-11-08T10:00:00Z"}]}""",
            """{"title":"One","default":"https://taxii.example/api/","api_roots":["https://taxii.example/api/"]}""",
            """{"title":"One","api_roots":["/api/"]}""",
            """{"collections":[{"id":"91a7b528-80eb-42ed-a74d-c6fbd5a26116","title":"Waves","alias":"waves","can_read":true,"can_write":false,"media_types":["application/stix+json;version=2.1"]},{"id":"x","can_read":false}]}""",
            """{"more":false}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public IReadOnlyList<string> Dictionary { get; } = ["\"more\"", "\"next\"", "\"objects\"", "\"collections\"", "\"default\"", "\"api_roots\"", "\"id\"", "\"title\"", "\"ne\\ud800\"", "\"ne\\u0078t\"", "\\ud800", "\\u0000", "true", "null", "[]", "{}", "\"", ",", ":", "[[[[", "1e999", "\u00ef\u00bb\u00bf"];

    public void Take(byte[] input, int variant)
    {
        switch (variant % 4)
        {
            case 0 when TaxiiEnvelope.Read(input) is { } envelope:
                Invariants.Hold(IsPlain(envelope.Next), "a place to go on that stands in no address");
                // What is an envelope goes to the reader of STIX.
                _ = StixReader.Read(input);
                break;
            case 1:
                Invariants.Hold(IsPlain(TaxiiEnvelope.RootOf(input)), "a root that stands in no address");
                break;
            case 2 when TaxiiEnvelope.Collections(input) is { } all:
                Invariants.Hold(all.Count <= 1_000 && all.All(c => c.Id.Length > 0 && IsPlain(c.Id) && IsPlain(c.Alias) && IsPlain(c.Title)), "a collection that cannot be named");
                break;
            case 3:
                var given = TaxiiHandIn.Read(input);
                Invariants.Hold(given.Fault is null || given.Taken == 0, "a fault, and objects");
                break;
        }
    }

    private static bool IsPlain(string text) => text.Length <= 2_000 && !text.Any(char.IsControl);
}
