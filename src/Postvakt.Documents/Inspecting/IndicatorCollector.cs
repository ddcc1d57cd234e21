using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>What of a tree is worth searching for elsewhere.</summary>
internal static class IndicatorCollector
{
    private const int MaxIndicators = 500;

    public static IReadOnlyList<DocumentIndicator> Collect(InspectedFile root)
    {
        var found = new Dictionary<(string, string), DocumentIndicator>();
        void Add(string type, string value, string where)
        {
            if (value.Length is > 0 and <= 2048 && found.Count < MaxIndicators) found.TryAdd((type, value), new DocumentIndicator(type, value, where));
        }

        foreach (var file in root.All)
        {
            Add("sha256", file.Sha256, file.Path);
            foreach (var effect in file.Effects)
            {
                var where = $"{file.Path} » {effect.Where}";
                switch (effect.Kind)
                {
                    case EffectKind.Download:
                        Add("url", effect.Target, where);
                        Add("path", effect.Other, where);
                        break;
                    case EffectKind.WriteFile or EffectKind.CopyFile or EffectKind.CreateFolder or EffectKind.DeleteFile:
                        Add("path", effect.Target, where);
                        Add("path", effect.Other, where);
                        break;
                    case EffectKind.Execute:
                        Add("command", effect.Target, where);
                        break;
                    case EffectKind.CallLibrary:
                        Add("function", effect.Target, where);
                        break;
                    default:
                        break;
                }
            }
            foreach (var (url, where) in file.Links) Add("url", url, $"{file.Path} » {where}");
        }
        return [.. found.Values];
    }
}
