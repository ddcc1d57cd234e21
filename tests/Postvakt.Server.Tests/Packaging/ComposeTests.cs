using YamlDotNet.Serialization;

namespace Postvakt.Server.Tests.Packaging;

/// <summary>packaging/compose.yaml names only what it declares and what is there, and keeps the product shut in.</summary>
public sealed class ComposeTests
{
    private static readonly string Folder = Checkout.At("packaging");
    private static readonly Dictionary<object, object> Compose = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Path.Combine(Folder, "compose.yaml")));

    [Fact]
    public void Services_NameOnlyWhatIsDeclared()
    {
        var faults = new List<string>();
        foreach (var (name, service) in Map(Compose["services"]))
        {
            foreach (var network in List(service, "networks")) if (!Map(Compose["networks"]).ContainsKey(network)) faults.Add($"{name}: network {network}");
            foreach (var secret in List(service, "secrets")) if (!Map(Compose["secrets"]).ContainsKey(secret)) faults.Add($"{name}: secret {secret}");
            foreach (var needed in Map(service).TryGetValue("depends_on", out var d) ? Map(d).Keys.ToArray() : []) if (!Map(Compose["services"]).ContainsKey(needed)) faults.Add($"{name}: depends on {needed}");
            foreach (var volume in List(service, "volumes").Select(v => v.Split(':')[0]))
                if (volume.StartsWith("./", StringComparison.Ordinal) ? !File.Exists(Path.Combine(Folder, volume)) : !Map(Compose["volumes"]).ContainsKey(volume)) faults.Add($"{name}: volume {volume}");
        }
        Assert.Empty(faults);
    }

    [Fact]
    public void Postvakt_IsShutIn()
    {
        var service = Map(Map(Compose["services"])["postvakt"]);
        Assert.Equal("true", service["read_only"]);
        Assert.Equal(["ALL"], List(service, "cap_drop"));
        Assert.Contains("no-new-privileges:true", List(service, "security_opt"));
        Assert.False(service.ContainsKey("privileged"));
        Assert.All(List(service, "ports"), port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Image_RunsAsAnAccountWithoutRights()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "Containerfile"));
        Assert.Equal("USER 10001:10001", lines.Last(l => l.StartsWith("USER ", StringComparison.Ordinal)));
        Assert.Contains(lines, l => l.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("ADD ", StringComparison.Ordinal) || (l.StartsWith("FROM ", StringComparison.Ordinal) && l.Contains(":latest", StringComparison.Ordinal)));
    }

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static IEnumerable<string> List(object node, string key) => Map(node).TryGetValue(key, out var list) ? ((List<object>)list).Cast<string>() : [];
}
