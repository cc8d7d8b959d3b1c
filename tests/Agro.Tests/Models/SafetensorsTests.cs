using System.Buffers.Binary;
using System.Text;
using Agro.Models.Weights;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class SafetensorsTests
{
    [Fact]
    public void Tensors_of_every_type_return_bit_for_bit()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["float"] = tensor(new[] { 1.5f, float.NaN, -0f, float.PositiveInfinity }),
            ["half"] = randn(3, 5).to(ScalarType.Float16),
            ["brain"] = randn(7).to(ScalarType.BFloat16),
            ["double"] = randn(2, 3, 4, dtype: ScalarType.Float64),
            ["whole"] = tensor(new[] { long.MinValue, 0, long.MaxValue }),
            ["scalar \"ü\""] = tensor(2.5f),
            ["nothing"] = empty(0, 4),
            ["turned"] = randn(4, 6).t(),
        };
        SafetensorsWriter.Write(folder.Of("t.safetensors"), tensors, new Dictionary<string, string> { ["step"] = "12" });
        Assert.Equal(["t.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        using var file = SafetensorsFile.Open(folder.Of("t.safetensors"));
        Assert.Equal("12", file.Metadata["step"]);
        Assert.Equal(tensors.Count, file.Entries.Length);
        foreach (var (name, expected) in tensors)
        {
            var actual = file.Read(name);
            Assert.Equal(expected.dtype, actual.dtype);
            Assert.Equal(expected.shape, actual.shape);
            Assert.Equal(expected.contiguous().bytes.ToArray(), actual.bytes.ToArray());
        }
        Assert.Contains("no tensor 'absent'", Assert.Throws<InputException>(() => file.Read("absent")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Of("t.safetensors"), "old");
        using var small = tensor(new byte[] { 1 });
        Assert.Throws<NotSupportedException>(() => SafetensorsWriter.Write(folder.Of("t.safetensors"), new Dictionary<string, Tensor> { ["a"] = small }));
        Assert.Equal("old", File.ReadAllText(folder.Of("t.safetensors")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        using var folder = new TemporaryFolder();
        using var first = arange(6, ScalarType.Float32);
        using var second = arange(3, ScalarType.Int64);
        SafetensorsWriter.Write(folder.Of("t"), new Dictionary<string, Tensor> { ["first"] = first, ["second"] = second });
        var whole = File.ReadAllBytes(folder.Of("t"));
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(folder.Of("cut"), whole[..length]);
            var fault = Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.Of("cut")));
            Assert.StartsWith(folder.Of("cut"), fault.Message, StringComparison.Ordinal);
        }
        File.WriteAllBytes(folder.Of("long"), [.. whole, 0]);
        Assert.Contains("belong to no tensor", Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.Of("long"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]""", "not valid JSON")]
    [InlineData("""[1]""", "not a JSON object")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "not valid JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "belong to no tensor")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "before they begin")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "do not hold [3]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "do not hold")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "shape holds -2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", "shape holds 2.5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,"8"]}}""", "data_offsets holds")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "expected 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "data_offsets is missing")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "dtype is missing")]
    [InlineData("""{"a":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}}""", "dtype Q4 is not supported, only F32, F16, BF16, F64, I64")]
    [InlineData("""{"a":7}""", "expected an object")]
    [InlineData("""{"__metadata__":{"n":1},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "__metadata__")]
    public void A_damaged_header_is_refused(string header, string why)
    {
        using var folder = new TemporaryFolder();
        Write(folder.Of("t"), header, 8);
        var fault = Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.Of("t")));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_length_beyond_reason_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.Of("t"), [.. Enumerable.Repeat((byte)0xff, 64)]);
        Assert.Contains("above the limit", Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.Of("t"))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => SafetensorsFile.Open(folder.Of("absent"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_read_through_their_index()
    {
        using var folder = new TemporaryFolder();
        using var first = tensor(new[] { 1f, 2 });
        using var second = tensor(new[] { 3f });
        SafetensorsWriter.Write(folder.Of("model-1.safetensors"), new Dictionary<string, Tensor> { ["a"] = first });
        SafetensorsWriter.Write(folder.Of("model-2.safetensors"), new Dictionary<string, Tensor> { ["b"] = second });
        Index("""{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors"}}""");
        using (var weights = ModelWeights.Open(folder.Path))
        {
            Assert.Equal(["a", "b"], weights.Names.Order());
            using var read = weights.Read("b");
            Assert.Equal([3.0], read.ToDoubles());
        }
        Refused("""{"weight_map":{"a":"model-2.safetensors","b":"model-2.safetensors"}}""", "'a' is not in model-2.safetensors");
        Refused("""{"weight_map":{"a":"model-3.safetensors"}}""", "no such file");
        Refused("""{"weight_map":{"a":"../model-1.safetensors"}}""", "expected a file name");
        Refused("""{"metadata":{}}""", "weight_map");
        Refused("""{"weight_map":""", "index.json:1:");
        File.Delete(folder.Of(ModelWeights.IndexName));
        Assert.Contains("neither", Assert.Throws<InputException>(() => ModelWeights.Open(folder.Path)).Message, StringComparison.Ordinal);

        void Index(string json) => File.WriteAllText(folder.Of(ModelWeights.IndexName), json);
        void Refused(string json, string why)
        {
            Index(json);
            Assert.Contains(why, Assert.Throws<InputException>(() => ModelWeights.Open(folder.Path)).Message, StringComparison.Ordinal);
        }
    }

    private static void Write(string path, string header, int dataLength)
    {
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(header) + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Encoding.UTF8.GetByteCount(header));
        Encoding.UTF8.GetBytes(header, bytes.AsSpan(8));
        File.WriteAllBytes(path, bytes);
    }
}
