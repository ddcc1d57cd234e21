using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class DiskSeeds
{
    public static IReadOnlyList<string> Words { get; } =
    [
        "\n\u001f+", "\n\u001f+32768\n", "\n\u001f+524288\n", "\n\u001f+0\n", "\n\u001f+512\n", "image a.iso", "CD001", "\u0001CD001\u0001", "\u0002CD001\u0001", "\u00ffCD001\u0001", "%/E", "BEA01", "NSR02", "NSR03", "TEA01", "NM", "CE", "SL", "SP", "CL", "NTFS    ", "FAT32   ", "FAT12   ", "EXFAT   ", "FILE0", "INDX", "BAAD", "$MFT",
        "conectix", "cxsparse", "vhdxfile", "regi", "head", "metadata", "EFI PART", "U\u00aa", ";1", ".", "..", "\u0002\0\u0002\0", "\u0005\u0001", "\u0001\u0001\u0002\0", "LNK ", "~1", "\u000f\0", "\u00e5", "loop",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        var note = ArchiveSeeds.Letters(700);
        DiscFile[] files = [new("open.lnk", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c inside\\data.bin")), new("inside/data.bin", [.. "MZ"u8, .. note], Hidden: true)];
        DiscFile[] flat = [new("open.lnk", files[0].Content), new("data.bin", files[1].Content, Hidden: true)];
        byte[] Disc(DiscMaker maker)
        {
            foreach (var file in flat) maker.Add(file);
            return maker.Build();
        }

        var (fat, ntfs) = (VolumeMaker.Fat12(files), VolumeMaker.Ntfs(files));
        return
        [
            Recipe.Image("a.iso", Disc(new DiscMaker { Trees = "i", RockRidge = true })),
            Recipe.Image("a.iso", Disc(new DiscMaker { Trees = "ij", Loop = true, RockRidge = true })),
            Recipe.Image("a.img", Disc(new DiscMaker { Trees = "u", Loop = true })),
            Recipe.Image("a.iso", Disc(new DiscMaker { Trees = "iju", Inline = true })),
            Recipe.Image("a.img", fat), Recipe.Image("b.img", ntfs), Recipe.Image("c.img", VolumeMaker.Partitioned(ntfs)), Recipe.Image("d.img", VolumeMaker.Partitioned(fat, 1)),
            Recipe.Image("a.vhd", VirtualDiskMaker.Fixed(fat)), Recipe.Image("b.vhd", VirtualDiskMaker.Dynamic(fat)), Recipe.Image("c.vhd", VirtualDiskMaker.Dynamic(VolumeMaker.Partitioned(ntfs))),
            Recipe.Image("a.vhdx", VirtualDiskMaker.Vhdx(VolumeMaker.Partitioned(ntfs))),
        ];
    }
}
