using Agro.Models.Transformer;
using static TorchSharp.torch;

namespace Agro.Tests.Models;

public class PointwiseProductTests
{
    [Theory]
    [InlineData(new long[] { 300, 128 }, true)]
    [InlineData(new long[] { 4, 65, 128 }, false)]
    [InlineData(new long[] { 257, 1, 128 }, true)]
    [InlineData(new long[] { 3, 128 }, false)]
    [InlineData(new long[] { 263, 128 }, false)]
    [InlineData(new long[] { 7, 43, 128 }, true)]
    public void It_is_a_linear_projection_with_its_gradients(long[] shape, bool biased)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        var (input, weight) = (Leaf(shape), Leaf([96, 128]));
        var bias = biased ? Leaf([96]) : null;
        var expected = nn.functional.linear(input, weight, bias);
        var direction = randn(expected.shape, generator: generator);
        expected.backward([direction]);
        var gradients = new[] { input, weight, bias }.OfType<Tensor>().Select(leaf => leaf.grad!.clone()).ToList();
        foreach (var leaf in new[] { input, weight, bias }) leaf?.grad!.zero_();

        var actual = PointwiseProduct.Of(input, weight, bias);
        Assert.Equal(expected.shape, actual.shape);
        Assert.True(actual.is_contiguous());
        AssertClose(expected, actual);
        actual.backward([direction]);
        foreach (var (old, leaf) in gradients.Zip(new[] { input, weight, bias }.OfType<Tensor>())) AssertClose(old, leaf.grad!);

        Tensor Leaf(long[] size) => randn(size, generator: generator).requires_grad_();
    }

    [Fact]
    public void Rows_of_a_transposed_tensor_are_taken_as_they_are_seen()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (rand(128, 200).t(), rand(32, 128));
        AssertClose(nn.functional.linear(input, weight), PointwiseProduct.Of(input, weight, null));
    }

    [Fact]
    public void It_gives_the_same_bits_each_time()
    {
        using var scope = NewDisposeScope();
        var (input, weight) = (rand(2000, 256), rand(344, 256).requires_grad_());
        var (first, gradient) = Run();
        for (var i = 0; i < 10; i++)
        {
            using var inner = NewDisposeScope();
            var (again, other) = Run();
            Assert.True(again.allclose(first, 0, 0));
            Assert.True(other.allclose(gradient, 0, 0));
        }

        (Tensor, Tensor) Run()
        {
            weight.grad = null;
            var output = PointwiseProduct.Of(input, weight, null);
            output.backward([output.detach()]);
            return (output.detach(), weight.grad!.clone());
        }
    }

    [Fact]
    public void Few_rows_other_types_and_other_machines_keep_to_plain_products()
    {
        using var scope = NewDisposeScope();
        var weight = rand(8, 256);
        Assert.False(PointwiseProduct.Suits(rand(64, 256), weight));
        Assert.False(PointwiseProduct.Suits(rand([300, 256], float64), rand([8, 256], float64)));
        Assert.False(PointwiseProduct.Suits(rand(600, 32), rand(8, 32)));
        if (!System.Runtime.Intrinsics.X86.Avx512F.IsSupported) Assert.False(PointwiseProduct.Suits(rand(300, 256), weight));
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        var scale = expected.detach().abs().max().item<float>();
        Assert.InRange((expected - actual).abs().max().item<float>(), 0, 1e-5f * scale);
    }
}
