using System.Text.Json.Nodes;

namespace Postvakt.Sharing.Stix;

/// <summary>Markings of the Traffic Light Protocol as STIX objects. Their ids are the same everywhere (OASIS, STIX extension "TLP 2.0").</summary>
internal static class StixTlp
{
    private const string Extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    private static readonly string[] Ids =
    [
        "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    ];

    /// <summary>Of version 1 (STIX 2.1, 7.2.1.4), which many still write. Its amber was for the organisation and its clients, as it is now.</summary>
    private static readonly Dictionary<string, Tlp> First = new(StringComparer.Ordinal)
    {
        ["marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9"] = Tlp.Clear, ["marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da"] = Tlp.Green,
        ["marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"] = Tlp.Amber, ["marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed"] = Tlp.Red,
    };

    public static string Id(Tlp tlp) => Ids[(int)tlp];

    /// <summary>The marking that an id names, or null for another one.</summary>
    public static Tlp? Of(string id) => Array.IndexOf(Ids, id) is var at and >= 0 ? (Tlp)at : First.TryGetValue(id, out var tlp) ? tlp : null;

    public static JsonObject Marking(Tlp tlp) => new()
    {
        ["type"] = "marking-definition", ["spec_version"] = "2.1", ["id"] = Id(tlp), ["created"] = "2022-10-01T00:00:00.000Z", ["name"] = "TLP:" + TlpText.Of(tlp).ToUpperInvariant(),
        ["extensions"] = new JsonObject { [Extension] = new JsonObject { ["extension_type"] = "property-extension", ["tlp_2_0"] = TlpText.Of(tlp) } },
    };
}
